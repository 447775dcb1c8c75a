package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// policy is the product's, in short.
const policy = "default-src 'self'"

const layout = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đồng Hành</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="/dot.svg"><script src="/app.js" defer></script></head>
<body><main><h1>Đồng Hành</h1>%s</main></body></html>`

// script swaps a part of the page as htmx does: slowly, marking what waits.
const script = `
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-get]');
  if (!button) return;
  button.classList.add('htmx-request');
  const answer = await fetch(button.dataset.get);
  document.querySelector('#part').innerHTML = await answer.text();
  button.classList.remove('htmx-request');
});
document.querySelector('#name')?.addEventListener('input', (event) => {
  document.querySelector('#echo').textContent = event.target.value;
});
`

var pages = map[string]string{
	"/": `<p id="hello">Xin  chào <b>đoàn viên</b></p><ul><li>Một</li><li>Hai</li></ul><p hidden>Ẩn</p>
		<a href="/next">Sang trang</a>`,
	"/next": `<p id="arrived">Đã đến</p>`,
	"/form": `<form method="post" action="/form"><label for="name">Tên</label> <input id="name" name="name"><p id="echo"></p>
		<label for="bloc">Khối</label> <select id="bloc" name="bloc"><option value="dn">Doanh nghiệp</option><option value="hc">Hành chính</option></select>
		<label for="day">Ngày</label> <input type="date" id="day" name="day"><label for="file">Tệp</label> <input type="file" id="file">
		<label><input type="checkbox" name="yes" id="yes"> Đồng ý</label><button>Ghi nhận</button></form>`,
	"/part":    `<button data-get="/slow">Xem</button><div id="part"></div>`,
	"/covered": `<button id="low">Lưu</button><div class="lid"></div><link rel="stylesheet" href="/lid.css">`,
	"/wide":    `<link rel="stylesheet" href="/wide.css"><div class="box"><p class="wide">trong hộp</p></div><p class="wide" id="culprit">ngoài</p>`,
	"/boxed":   `<link rel="stylesheet" href="/wide.css"><div class="box"><p class="wide">trong hộp</p></div>`,
	"/inline":  `<p style="color: red">kiểu</p><script>window.evil = 1</script>`,
	"/missing": `<img src="/no-such.png" alt="mất">`,
	"/faulty":  `<img src="/dot.svg"><input name="unnamed">`,
	"/thrown":  `<script src="/throw.js"></script>`,
	"/stream":  `<p id="live"></p><script src="/stream.js"></script>`,
}

var files = map[string][2]string{
	"/app.js":    {"text/javascript", script},
	"/throw.js":  {"text/javascript", `console.error("hỏng", 42); null.nothing`},
	"/stream.js": {"text/javascript", `new EventSource("/events").onmessage = (e) => { document.querySelector('#live').textContent = e.data; }`},
	"/lid.css":   {"text/css", `.lid { position: fixed; inset: 0; background: white }`},
	"/wide.css":  {"text/css", `.wide { width: 900px } .box { overflow-x: auto }`},
	"/dot.svg":   {"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>`},
}

func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	for path, body := range pages {
		if path == "/" {
			path = "/{$}"
		}
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, body) })
	}
	for path, file := range files {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", file[0])
			fmt.Fprint(w, file[1])
		})
	}
	mux.HandleFunc("POST /form", submit)
	mux.HandleFunc("GET /done", done)
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(300 * time.Millisecond)
		fmt.Fprint(w, `<p id="late">Mới</p>`)
	})
	mux.HandleFunc("GET /refused", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusUnprocessableEntity, "<p>Sai</p>") })
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusInternalServerError, "<p>Lỗi</p>")
	})
	mux.HandleFunc("GET /events", events)
	server := httptest.NewServer(mux)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	w.WriteHeader(status)
	fmt.Fprintf(w, layout, body)
}

// submit answers as the product does: slowly sometimes, and with a redirect.
func submit(w http.ResponseWriter, r *http.Request) {
	time.Sleep(200 * time.Millisecond)
	http.SetCookie(w, &http.Cookie{Name: "name", Value: fmt.Sprintf("%x", r.FormValue("name")), Path: "/"})
	http.Redirect(w, r, "/done?bloc="+r.FormValue("bloc")+"&day="+r.FormValue("day")+"&yes="+r.FormValue("yes"), http.StatusSeeOther)
}

func done(w http.ResponseWriter, r *http.Request) {
	var name []byte
	if c, err := r.Cookie("name"); err == nil {
		fmt.Sscanf(c.Value, "%x", &name)
	}
	answer(w, http.StatusOK, fmt.Sprintf(`<p id="sent">%s %s %s %s</p>`, name, r.FormValue("bloc"), r.FormValue("day"), r.FormValue("yes")))
}

func events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "data: trực tiếp\n\n")
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}
