#include "textflag.h"

// func mulAddTileAVX2(dst *float32, dstStride int, a *float32, aStride, n int, panel *float32)
//
// The tile of 4 x 16 sums stays in Y4 to Y11, two registers a row. Each step takes one row of the panel (Y0, Y1) and one value of
// each row of a (Y2, Y3, in turns): eight fused multiplications and additions, as many as two units with a latency of four need
// to be always busy.
TEXT ·mulAddTileAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ dstStride+8(FP), R9
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ n+32(FP), CX
	MOVQ panel+40(FP), DX

	SHLQ $2, R8            // strides in bytes
	SHLQ $2, R9
	LEAQ (R8)(R8*2), R10   // three rows of a
	LEAQ (DI)(R9*1), R11   // rows 1, 2 and 3 of dst
	LEAQ (DI)(R9*2), R12
	LEAQ (R11)(R9*2), R13

	VMOVUPS (DI), Y4
	VMOVUPS 32(DI), Y5
	VMOVUPS (R11), Y6
	VMOVUPS 32(R11), Y7
	VMOVUPS (R12), Y8
	VMOVUPS 32(R12), Y9
	VMOVUPS (R13), Y10
	VMOVUPS 32(R13), Y11

step:
	VMOVUPS      (DX), Y0
	VMOVUPS      32(DX), Y1
	VBROADCASTSS (SI), Y2
	VFMADD231PS  Y0, Y2, Y4
	VFMADD231PS  Y1, Y2, Y5
	VBROADCASTSS (SI)(R8*1), Y3
	VFMADD231PS  Y0, Y3, Y6
	VFMADD231PS  Y1, Y3, Y7
	VBROADCASTSS (SI)(R8*2), Y2
	VFMADD231PS  Y0, Y2, Y8
	VFMADD231PS  Y1, Y2, Y9
	VBROADCASTSS (SI)(R10*1), Y3
	VFMADD231PS  Y0, Y3, Y10
	VFMADD231PS  Y1, Y3, Y11
	ADDQ         $64, DX
	ADDQ         $4, SI
	DECQ         CX
	JNZ          step

	VMOVUPS Y4, (DI)
	VMOVUPS Y5, 32(DI)
	VMOVUPS Y6, (R11)
	VMOVUPS Y7, 32(R11)
	VMOVUPS Y8, (R12)
	VMOVUPS Y9, 32(R12)
	VMOVUPS Y10, (R13)
	VMOVUPS Y11, 32(R13)
	VZEROUPPER
	RET
