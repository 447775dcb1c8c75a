package ui

import (
	"maps"
	"slices"
)

// words is what the components say by themselves. Keys are message keys, so a translation names the same ones.
var words = map[string]string{
	"ui.lang":        "vi",
	"ui.thousands":   ".",
	"ui.decimal":     ",",
	"ui.skip":        "Tới nội dung chính",
	"ui.rail":        "Thanh bên",
	"ui.nav":         "Chính",
	"ui.dock":        "Đi nhanh",
	"ui.acting":      "Đang làm việc cho",
	"ui.under":       "thuộc {unit}",
	"ui.units":       "Chọn đơn vị làm việc",
	"ui.units_all":   "Xem mọi đơn vị của tôi",
	"ui.bell":        "Thông báo",
	"ui.bell_new":    "Thông báo: {n} chưa đọc",
	"ui.close":       "Đóng",
	"ui.search":      "Tìm kiếm",
	"ui.login":       "Đăng nhập",
	"ui.logout":      "Đăng xuất",
	"ui.count":       "{n} việc",
	"ui.demo_day":    "Ngày của bản dùng thử:",
	"ui.held":        "Máy này còn giữ chữ bạn đã gõ lần trước mà chưa lưu.",
	"ui.held_take":   "Lấy lại",
	"ui.held_drop":   "Bỏ đi",
	"ui.optional":    "(không bắt buộc)",
	"ui.choose":      "Chọn…",
	"ui.errors_one":  "Còn một chỗ cần sửa",
	"ui.errors_many": "Còn {n} chỗ cần sửa",
	"ui.crumbs":      "Đường dẫn",
	"ui.pages":       "Các trang",
	"ui.prev":        "Trang trước",
	"ui.next":        "Trang sau",
	"ui.done":        "Đã xong",
	"ui.refused":     "Bị từ chối",
	"ui.left":        "Còn khoảng",
	"ui.leave":       "Có thể rời trang này, việc vẫn chạy.",
	"ui.list":        "Xem dạng danh sách",
	"ui.thousand":    "nghìn",
	"ui.million":     "triệu",
	"ui.billion":     "tỷ",
	"ui.state.ok":    "Đạt",
	"ui.state.go":    "Đúng tiến độ",
	"ui.state.slow":  "Chậm",
	"ui.state.low":   "Xa đích",
	"ui.state.none":  "Chưa có số",
}

// WordKeys are the message keys the components ask [Words] for, sorted.
func WordKeys() []string { return slices.Sorted(maps.Keys(words)) }
