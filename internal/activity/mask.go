package activity

import "maps"

// Masked stands for what is private.
const Masked = "••••"

// masked hides what is private in a kind's values.
func (k *Kind) masked(f Fields) Fields {
	out := f
	for _, field := range k.Fields {
		if !field.Private || f[field.Name] == "" {
			continue
		}
		out = maps.Clone(out)
		out[field.Name] = Masked
	}
	return out
}

// mask hides what is private in a record and all its versions.
func (v *View) mask() {
	if v.KindRule == nil {
		return
	}
	v.Fields = v.KindRule.masked(v.Fields)
	for i := range v.Changes {
		v.Changes[i].Fields = v.KindRule.masked(v.Changes[i].Fields)
	}
}
