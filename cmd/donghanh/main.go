// Command donghanh is Đồng Hành, software for the work of Vietnamese trade
// unions.
package main

import (
	"os"

	"donghanh/internal/app"
)

func main() { os.Exit(app.Run(os.Args[1:], os.Stdout, os.Stderr)) }
