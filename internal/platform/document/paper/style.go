package paper

// Measures of the page in points: A4, margins within NĐ 30's 20–25, 30–35 and
// 15–20 mm.
const (
	mm         = 72 / 25.4
	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	top        = 20 * mm
	bottom     = 20 * mm
	left       = 30 * mm
	right      = 20 * mm
	textWidth  = pageWidth - left - right
	numberTop  = 10 * mm // of the page number, inside the top margin

	indent   = 12.7 * mm // first line, 1,27 cm
	apart    = 6         // between paragraphs, at the least
	spread   = 1.15      // of lines of the text; 1,0 to 1,5 are allowed
	signRoom = 62        // between office and name
	codeSize = 22 * mm   // of the QR code
	faceName = "Times New Roman"
)

// style is how a kind of paragraph looks. DOCX names it; PDF draws by it.
type style struct {
	id, name     string
	size         float64 // points
	bold, italic bool
	align        Align
	first        float64 // indent of the first line
	before       float64
	after        float64
	line         float64 // in single lines
	keep         bool    // with what follows
}

// The styles of a paper: domain.md §9, NĐ 30/2020/NĐ-CP phụ lục I.
var (
	nationStyle    = style{id: "QuocHieu", name: "Quốc hiệu", size: 12, bold: true, align: Centre, line: 1, keep: true}
	mottoStyle     = style{id: "TieuNgu", name: "Tiêu ngữ", size: 13, bold: true, align: Centre, line: 1, keep: true}
	superiorStyle  = style{id: "CoQuanChuQuan", name: "Cơ quan chủ quản", size: 12, align: Centre, line: 1, keep: true}
	bodyStyle      = style{id: "CoQuanBanHanh", name: "Cơ quan ban hành", size: 12, bold: true, align: Centre, line: 1, keep: true}
	numberStyle    = style{id: "SoKyHieu", name: "Số, ký hiệu", size: 13, align: Centre, before: 4, line: 1, keep: true}
	placeStyle     = style{id: "DiaDanh", name: "Địa danh, ngày tháng", size: 13, italic: true, align: Centre, before: 4, line: 1, keep: true}
	aboutStyle     = style{id: "VeViec", name: "Về việc", size: 12, align: Centre, before: 4, line: 1, keep: true}
	draftStyle     = style{id: "DuThao", name: "Dự thảo", size: 13, bold: true, align: Centre, before: 6, line: 1, keep: true}
	ruleStyle      = style{id: "DuongKe", name: "Đường kẻ", size: 2, align: Centre, before: 2, line: 1, keep: true}
	typeStyle      = style{id: "TenLoai", name: "Tên loại", size: 14, bold: true, align: Centre, before: 18, line: 1, keep: true}
	abstractStyle  = style{id: "TrichYeu", name: "Trích yếu", size: 14, bold: true, align: Centre, line: 1, keep: true}
	authorityStyle = style{id: "ThamQuyen", name: "Thẩm quyền ban hành", size: 14, bold: true, align: Centre, before: 12, after: apart, line: 1, keep: true}
	addressStyle   = style{id: "KinhGui", name: "Kính gửi", size: 14, align: Centre, before: 12, after: 12, line: 1, keep: true}
	addressesStyle = style{id: "KinhGuiNhieu", name: "Kính gửi nhiều nơi", size: 14, first: 3 * indent, after: 2, line: 1, keep: true}
	groundStyle    = style{id: "CanCu", name: "Căn cứ", size: 14, italic: true, align: Justify, first: indent, after: apart, line: spread}
	partStyle      = style{id: "Phan", name: "Phần, chương", size: 14, bold: true, align: Centre, before: apart, after: apart, line: 1, keep: true}
	sectionStyle   = style{id: "Muc", name: "Mục", size: 14, bold: true, align: Justify, first: indent, before: apart, after: apart, line: spread, keep: true}
	itemStyle      = style{id: "Khoan", name: "Khoản", size: 14, bold: true, align: Justify, first: indent, after: apart, line: spread, keep: true}
	pointStyle     = style{id: "Diem", name: "Điểm", size: 14, align: Justify, first: indent, after: apart, line: spread, keep: true}
	textStyle      = style{id: "NoiDung", name: "Nội dung", size: 14, align: Justify, first: indent, after: apart, line: spread}
	noteStyle      = style{id: "GhiChu", name: "Ghi chú", size: 12, italic: true, align: Justify, first: indent, after: apart, line: 1}
	tableTitle     = style{id: "TenBang", name: "Tên bảng", size: 13, bold: true, align: Centre, before: apart, after: apart, line: 1, keep: true}
	headStyle      = style{id: "DauBang", name: "Đầu bảng", size: 12, bold: true, align: Centre, before: 2, after: 2, line: 1, keep: true}
	cellStyle      = style{id: "OChu", name: "Ô chữ", size: 12, before: 2, after: 2, line: 1}
	rightStyle     = style{id: "OSo", name: "Ô số", size: 12, align: Right, before: 2, after: 2, line: 1}
	centreStyle    = style{id: "OGiua", name: "Ô giữa", size: 12, align: Centre, before: 2, after: 2, line: 1}
	gapStyle       = style{id: "Khoang", name: "Khoảng cách", size: 6, line: 1}
	officeStyle    = style{id: "ChucVu", name: "Quyền hạn, chức vụ", size: 14, bold: true, align: Centre, line: 1, keep: true}
	markStyle      = style{id: "DauKySo", name: "Dấu ký số", size: 11, italic: true, align: Centre, line: 1, keep: true}
	signerStyle    = style{id: "HoTen", name: "Họ tên", size: 14, bold: true, align: Centre, line: 1}
	toStyle        = style{id: "NoiNhan", name: "Nơi nhận", size: 12, bold: true, italic: true, line: 1, keep: true}
	toListStyle    = style{id: "NoiNhanLietKe", name: "Nơi nhận liệt kê", size: 11, line: 1, keep: true}
	codeStyle      = style{id: "MaQR", name: "Mã QR", size: 11, before: 8, after: 3, line: 1, keep: true}
	captionStyle   = style{id: "ChuThichMa", name: "Chú thích mã QR", size: 9, line: 1, keep: true}
	annexStyle     = style{id: "PhuLuc", name: "Phụ lục", size: 14, bold: true, align: Centre, line: 1, keep: true}
	attachedStyle  = style{id: "KemTheo", name: "Kèm theo", size: 14, italic: true, align: Centre, line: 1, keep: true}
	pageStyle      = style{id: "SoTrang", name: "Số trang", size: 13, align: Centre, line: 1}
)

// allStyles in the order a word processor lists them.
func allStyles() []style {
	return []style{
		nationStyle, mottoStyle, superiorStyle, bodyStyle, numberStyle, placeStyle, aboutStyle, draftStyle, ruleStyle,
		typeStyle, abstractStyle, authorityStyle, addressStyle, addressesStyle, groundStyle, partStyle, sectionStyle, itemStyle,
		pointStyle, textStyle, noteStyle, tableTitle, headStyle, cellStyle, rightStyle, centreStyle, gapStyle, officeStyle,
		markStyle, signerStyle, toStyle, toListStyle, codeStyle, captionStyle, annexStyle, attachedStyle, pageStyle,
	}
}
