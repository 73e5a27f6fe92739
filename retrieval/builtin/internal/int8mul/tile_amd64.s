#include "textflag.h"

// func greatestAVX2(row *float32, n int) float32
//
// The sign bits are shifted out, so that absolute values compare as whole numbers.
TEXT ·greatestAVX2(SB), NOSPLIT, $0-20
	MOVQ row+0(FP), SI
	MOVQ n+8(FP), CX

	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3

step:
	VMOVDQU (SI), Y4
	VMOVDQU 32(SI), Y5
	VMOVDQU 64(SI), Y6
	VMOVDQU 96(SI), Y7
	VPSLLD  $1, Y4, Y4
	VPSLLD  $1, Y5, Y5
	VPSLLD  $1, Y6, Y6
	VPSLLD  $1, Y7, Y7
	VPMAXUD Y4, Y0, Y0
	VPMAXUD Y5, Y1, Y1
	VPMAXUD Y6, Y2, Y2
	VPMAXUD Y7, Y3, Y3
	ADDQ    $128, SI
	SUBQ    $32, CX
	JNZ     step

	VPMAXUD      Y1, Y0, Y0
	VPMAXUD      Y3, Y2, Y2
	VPMAXUD      Y2, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPMAXUD      X1, X0, X0
	VPSHUFD      $0x4E, X0, X1
	VPMAXUD      X1, X0, X0
	VPSHUFD      $0xB1, X0, X1
	VPMAXUD      X1, X0, X0
	VPSRLD       $1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

DATA order<>+0(SB)/4, $0
DATA order<>+4(SB)/4, $4
DATA order<>+8(SB)/4, $1
DATA order<>+12(SB)/4, $5
DATA order<>+16(SB)/4, $2
DATA order<>+20(SB)/4, $6
DATA order<>+24(SB)/4, $3
DATA order<>+28(SB)/4, $7
GLOBL order<>(SB), RODATA|NOPTR, $32

DATA bias<>+0(SB)/4, $0x80808080
GLOBL bias<>(SB), RODATA|NOPTR, $4

// func roundAVX2(dst *byte, row *float32, n int, inverse float32)
TEXT ·roundAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         row+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Y0
	VMOVDQU      order<>(SB), Y1
	VPBROADCASTD bias<>(SB), Y2

step:
	VMULPS     (SI), Y0, Y4
	VMULPS     32(SI), Y0, Y5
	VMULPS     64(SI), Y0, Y6
	VMULPS     96(SI), Y0, Y7
	VCVTPS2DQ  Y4, Y4
	VCVTPS2DQ  Y5, Y5
	VCVTPS2DQ  Y6, Y6
	VCVTPS2DQ  Y7, Y7
	VPACKSSDW  Y5, Y4, Y4    // values 0-3 8-11 | 4-7 12-15
	VPACKSSDW  Y7, Y6, Y6
	VPACKSSWB  Y6, Y4, Y4    // by fours: 0 2 4 6 | 1 3 5 7
	VPERMD     Y4, Y1, Y4
	VPXOR      Y2, Y4, Y4    // adds the bias
	VMOVDQU    Y4, (DI)
	ADDQ       $128, SI
	ADDQ       $32, DI
	SUBQ       $32, CX
	JNZ        step

	VZEROUPPER
	RET

// func mulTileVNNI(t *tile, rows *byte, columns int, panel *byte)
//
// The tile of 8 x 32 sums stays in Z0 to Z15, two registers a row. Each step takes a block of 4 values of each of the panel's rows
// (Z16, Z17) and of each row of the left side: 16 instructions of 64 products each.
TEXT ·mulTileVNNI(SB), NOSPLIT, $0-32
	MOVQ t+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ columns+16(FP), CX
	MOVQ panel+24(FP), DX

	MOVQ CX, R8
	LEAQ (R8)(R8*2), R9      // three rows
	LEAQ (SI)(R8*4), BX      // the fifth row

	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15

step:
	VMOVDQU32    (DX), Z16
	VMOVDQU32    64(DX), Z17
	VPBROADCASTD (SI), Z18
	VPBROADCASTD (SI)(R8*1), Z19
	VPBROADCASTD (SI)(R8*2), Z20
	VPBROADCASTD (SI)(R9*1), Z21
	VPBROADCASTD (BX), Z22
	VPBROADCASTD (BX)(R8*1), Z23
	VPBROADCASTD (BX)(R8*2), Z24
	VPBROADCASTD (BX)(R9*1), Z25
	VPDPBUSD     Z16, Z18, Z0
	VPDPBUSD     Z17, Z18, Z1
	VPDPBUSD     Z16, Z19, Z2
	VPDPBUSD     Z17, Z19, Z3
	VPDPBUSD     Z16, Z20, Z4
	VPDPBUSD     Z17, Z20, Z5
	VPDPBUSD     Z16, Z21, Z6
	VPDPBUSD     Z17, Z21, Z7
	VPDPBUSD     Z16, Z22, Z8
	VPDPBUSD     Z17, Z22, Z9
	VPDPBUSD     Z16, Z23, Z10
	VPDPBUSD     Z17, Z23, Z11
	VPDPBUSD     Z16, Z24, Z12
	VPDPBUSD     Z17, Z24, Z13
	VPDPBUSD     Z16, Z25, Z14
	VPDPBUSD     Z17, Z25, Z15
	ADDQ         $128, DX
	ADDQ         $4, SI
	ADDQ         $4, BX
	SUBQ         $4, CX
	JNZ          step

	VMOVDQU32 Z0, (DI)
	VMOVDQU32 Z1, 64(DI)
	VMOVDQU32 Z2, 128(DI)
	VMOVDQU32 Z3, 192(DI)
	VMOVDQU32 Z4, 256(DI)
	VMOVDQU32 Z5, 320(DI)
	VMOVDQU32 Z6, 384(DI)
	VMOVDQU32 Z7, 448(DI)
	VMOVDQU32 Z8, 512(DI)
	VMOVDQU32 Z9, 576(DI)
	VMOVDQU32 Z10, 640(DI)
	VMOVDQU32 Z11, 704(DI)
	VMOVDQU32 Z12, 768(DI)
	VMOVDQU32 Z13, 832(DI)
	VMOVDQU32 Z14, 896(DI)
	VMOVDQU32 Z15, 960(DI)
	VZEROUPPER
	RET

// func mulNarrowAVX2(sums *int32, rows *int16, columns int, panel *byte)
//
// Each step takes a block of 4 values of each of 8 rows of the panel (Y8, Y9), widened to 16 bits, and of each of 4 rows of the left
// side. VPMADDWD adds up the products in pairs, which a sum of 32 bits always holds, so that each of the panel's rows has two sums
// until the end, in Y0 to Y7, two registers a row of the left side.
TEXT ·mulNarrowAVX2(SB), NOSPLIT, $0-32
	MOVQ sums+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ columns+16(FP), CX
	MOVQ panel+24(FP), DX

	LEAQ (CX)(CX*1), R8      // a row in bytes
	LEAQ (R8)(R8*2), R9      // three rows

	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

step:
	VPMOVSXBW    (DX), Y8
	VPMOVSXBW    16(DX), Y9
	VPBROADCASTQ (SI), Y10
	VPBROADCASTQ (SI)(R8*1), Y11
	VPMADDWD     Y8, Y10, Y12
	VPADDD       Y12, Y0, Y0
	VPMADDWD     Y9, Y10, Y13
	VPADDD       Y13, Y1, Y1
	VPMADDWD     Y8, Y11, Y14
	VPADDD       Y14, Y2, Y2
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y15, Y3, Y3
	VPBROADCASTQ (SI)(R8*2), Y10
	VPBROADCASTQ (SI)(R9*1), Y11
	VPMADDWD     Y8, Y10, Y12
	VPADDD       Y12, Y4, Y4
	VPMADDWD     Y9, Y10, Y13
	VPADDD       Y13, Y5, Y5
	VPMADDWD     Y8, Y11, Y14
	VPADDD       Y14, Y6, Y6
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y15, Y7, Y7
	ADDQ         $128, DX
	ADDQ         $8, SI
	SUBQ         $4, CX
	JNZ          step

	// The two sums of each row of the panel are neighbours.
	VPHADDD Y1, Y0, Y0       // rows of the panel 0 1 4 5 | 2 3 6 7
	VPHADDD Y3, Y2, Y2
	VPHADDD Y5, Y4, Y4
	VPHADDD Y7, Y6, Y6
	VPERMQ  $0xD8, Y0, Y0
	VPERMQ  $0xD8, Y2, Y2
	VPERMQ  $0xD8, Y4, Y4
	VPERMQ  $0xD8, Y6, Y6
	VMOVDQU Y0, (DI)
	VMOVDQU Y2, 128(DI)
	VMOVDQU Y4, 256(DI)
	VMOVDQU Y6, 384(DI)
	VZEROUPPER
	RET

#define addEight(at)          \
	VMOVDQU at(SI), Y2       \
	VPSLLD  X0, Y2, Y2       \
	VPSRAD  $24, Y2, Y2      \
	VPMULLD Y1, Y2, Y2       \
	VPADDD  at(DI), Y2, Y2   \
	VMOVDQU Y2, at(DI)

// func addExcessAVX2(sums *int32, block *byte, shift int, amount int32)
TEXT ·addExcessAVX2(SB), NOSPLIT, $0-28
	MOVQ         sums+0(FP), DI
	MOVQ         block+8(FP), SI
	VMOVQ        shift+16(FP), X0
	MOVL         amount+24(FP), AX
	VMOVD        AX, X1
	VPBROADCASTD X1, Y1
	addEight(0)
	addEight(32)
	addEight(64)
	addEight(96)
	VZEROUPPER
	RET

#define finishRow(sums, out, scale) \
	VMOVDQU      sums, Y3          \
	VPSUBD       Y1, Y3, Y3        \
	VCVTDQ2PS    Y3, Y3            \
	VBROADCASTSS scale, Y4         \
	VMULPS       Y0, Y4, Y4        \
	VMULPS       Y4, Y3, Y3        \
	VADDPS       Y2, Y3, Y3        \
	VMOVUPS      Y3, out

// func finishTileAVX2(dst *float32, stride int, t *tile, rowScales, scales *float32, sums *int32, biases *float32)
TEXT ·finishTileAVX2(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ stride+8(FP), R8
	MOVQ t+16(FP), SI
	MOVQ rowScales+24(FP), R10
	MOVQ scales+32(FP), R11
	MOVQ sums+40(FP), R12
	MOVQ biases+48(FP), R13
	MOVQ $4, CX              // of 8 columns each

	SHLQ $2, R8              // a row of dst in bytes
	LEAQ (R8)(R8*2), R9      // three rows
	LEAQ (DI)(R8*4), BX      // the fifth row

step:
	VMOVUPS (R11), Y0
	VMOVDQU (R12), Y1
	VPSLLD  $7, Y1, Y1       // times the bias
	VMOVUPS (R13), Y2
	finishRow((SI), (DI), (R10))
	finishRow(128(SI), (DI)(R8*1), 4(R10))
	finishRow(256(SI), (DI)(R8*2), 8(R10))
	finishRow(384(SI), (DI)(R9*1), 12(R10))
	finishRow(512(SI), (BX), 16(R10))
	finishRow(640(SI), (BX)(R8*1), 20(R10))
	finishRow(768(SI), (BX)(R8*2), 24(R10))
	finishRow(896(SI), (BX)(R9*1), 28(R10))
	ADDQ    $32, SI
	ADDQ    $32, DI
	ADDQ    $32, BX
	ADDQ    $32, R11
	ADDQ    $32, R12
	ADDQ    $32, R13
	DECQ    CX
	JNZ     step

	VZEROUPPER
	RET
