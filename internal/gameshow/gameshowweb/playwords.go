package gameshowweb

import (
	"context"

	"donghanh/internal/platform/i18n"
)

// doorWords are what the script of the door says.
func doorWords(ctx context.Context) map[string]string {
	return wordsOf(ctx, "door.failed", "door.keep", "door.found", "door.nothing", "door.unit.choose", "door.working", "name.none")
}

// phoneWords are what the scripts of a player's page say.
func phoneWords(ctx context.Context) map[string]string {
	return wordsOf(ctx,
		"connecting", "lost", "linked", "lobby.hello", "lobby.team", "lobby.wait", "lobby.keep", "lobby.first", "lobby.other",
		"question", "left", "timeup", "send", "sending", "kept.stored", "kept.late", "kept.elsewhere", "kept.refused",
		"pick.one", "pick.many", "pick.none", "pick.order", "up", "down", "moved", "number.label", "number.bad", "text.label", "text.none",
		"listen", "stop", "clip", "picture", "between",
		"told.right", "told.part", "told.wrong", "told.none", "told.late", "told.after",
		"gained", "total", "place.label", "place.up", "place.down", "place.same", "row", "crew.place", "crew.first", "crew.behind",
		"answer", "yours", "law", "next", "last", "spoken",
		"over.title", "over.thanks", "out.title", "out.text", "out.do",
	)
}

// wordsOf are texts for a script, which fills in their values itself.
func wordsOf(ctx context.Context, keys ...string) map[string]string {
	blanks := i18n.Args{}
	for _, name := range []string{"n", "of", "name", "team", "round", "text", "place", "title", "gained", "total", "head"} {
		blanks[name] = "{" + name + "}"
	}
	out := map[string]string{}
	for _, key := range keys {
		out[key] = say(ctx, "play."+key, blanks)
	}
	return out
}
