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

// func mulAddPairAVX512(dst *float32, dstStride int, a *float32, aStride, n int, panels *float32)
//
// As above, with a row of each panel in a register of 16 values: Z0 and Z1; the sums are in Z4 to Z11, two registers a row.
TEXT ·mulAddPairAVX512(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ dstStride+8(FP), R9
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ n+32(FP), CX
	MOVQ panels+40(FP), DX

	MOVQ CX, BX
	SHLQ $6, BX
	ADDQ DX, BX            // the second panel
	SHLQ $2, R8            // strides in bytes
	SHLQ $2, R9
	LEAQ (R8)(R8*2), R10   // three rows of a
	LEAQ (DI)(R9*1), R11   // rows 1, 2 and 3 of dst
	LEAQ (DI)(R9*2), R12
	LEAQ (R11)(R9*2), R13

	VMOVUPS (DI), Z4
	VMOVUPS 64(DI), Z5
	VMOVUPS (R11), Z6
	VMOVUPS 64(R11), Z7
	VMOVUPS (R12), Z8
	VMOVUPS 64(R12), Z9
	VMOVUPS (R13), Z10
	VMOVUPS 64(R13), Z11

step:
	VMOVUPS      (DX), Z0
	VMOVUPS      (BX), Z1
	VBROADCASTSS (SI), Z2
	VFMADD231PS  Z0, Z2, Z4
	VFMADD231PS  Z1, Z2, Z5
	VBROADCASTSS (SI)(R8*1), Z3
	VFMADD231PS  Z0, Z3, Z6
	VFMADD231PS  Z1, Z3, Z7
	VBROADCASTSS (SI)(R8*2), Z2
	VFMADD231PS  Z0, Z2, Z8
	VFMADD231PS  Z1, Z2, Z9
	VBROADCASTSS (SI)(R10*1), Z3
	VFMADD231PS  Z0, Z3, Z10
	VFMADD231PS  Z1, Z3, Z11
	ADDQ         $64, DX
	ADDQ         $64, BX
	ADDQ         $4, SI
	DECQ         CX
	JNZ          step

	VMOVUPS Z4, (DI)
	VMOVUPS Z5, 64(DI)
	VMOVUPS Z6, (R11)
	VMOVUPS Z7, 64(R11)
	VMOVUPS Z8, (R12)
	VMOVUPS Z9, 64(R12)
	VMOVUPS Z10, (R13)
	VMOVUPS Z11, 64(R13)
	VZEROUPPER
	RET
