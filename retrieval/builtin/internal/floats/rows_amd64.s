#include "textflag.h"

// Every loop takes 8 values at once. Constants are at multiples of 32 from DX: see the table in Go.

// func addAVX2(row, more *float32, n int)
TEXT ·addAVX2(SB), NOSPLIT, $0-24
	MOVQ row+0(FP), SI
	MOVQ more+8(FP), DX
	MOVQ n+16(FP), CX

step:
	VMOVUPS (SI), Y0
	VADDPS  (DX), Y0, Y0
	VMOVUPS Y0, (SI)
	ADDQ    $32, SI
	ADDQ    $32, DX
	SUBQ    $8, CX
	JNZ     step

	VZEROUPPER
	RET

// sumLanes adds up the lanes of Y0 as sum does.
#define sumLanes             \
	VEXTRACTF128 $1, Y0, X1 \
	VADDPS  X1, X0, X0      \
	VMOVHLPS X0, X0, X1     \
	VADDPS  X1, X0, X0      \
	VMOVSHDUP X0, X1        \
	VADDSS  X1, X0, X0

// func sumAVX2(row *float32, n int) float32
TEXT ·sumAVX2(SB), NOSPLIT, $0-20
	MOVQ row+0(FP), SI
	MOVQ n+8(FP), CX

	VXORPS Y0, Y0, Y0

step:
	VADDPS (SI), Y0, Y0
	ADDQ   $32, SI
	SUBQ   $8, CX
	JNZ    step

	sumLanes
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func squaresAroundAVX2(row *float32, n int, mean float32) float32
TEXT ·squaresAroundAVX2(SB), NOSPLIT, $0-28
	MOVQ         row+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS mean+16(FP), Y2

	VXORPS Y0, Y0, Y0

step:
	VMOVUPS (SI), Y1
	VSUBPS  Y2, Y1, Y1
	VMULPS  Y1, Y1, Y1
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     step

	sumLanes
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// func normalizeAVX2(row, scale, bias *float32, n int, mean, inverse float32)
TEXT ·normalizeAVX2(SB), NOSPLIT, $0-40
	MOVQ         row+0(FP), SI
	MOVQ         scale+8(FP), DX
	MOVQ         bias+16(FP), BX
	MOVQ         n+24(FP), CX
	VBROADCASTSS mean+32(FP), Y1
	VBROADCASTSS inverse+36(FP), Y2

step:
	VMOVUPS (SI), Y0
	VSUBPS  Y1, Y0, Y0
	VMULPS  Y2, Y0, Y0
	VMULPS  (DX), Y0, Y0
	VADDPS  (BX), Y0, Y0
	VMOVUPS Y0, (SI)
	ADDQ    $32, SI
	ADDQ    $32, DX
	ADDQ    $32, BX
	SUBQ    $8, CX
	JNZ     step

	VZEROUPPER
	RET

// func greatestAVX2(row *float32, n int) float32
TEXT ·greatestAVX2(SB), NOSPLIT, $0-20
	MOVQ row+0(FP), SI
	MOVQ n+8(FP), CX

	VMOVUPS (SI), Y0

step:
	VMAXPS (SI), Y0, Y0
	ADDQ   $32, SI
	SUBQ   $8, CX
	JNZ    step

	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// exponential makes Y3 the exponentials of Y1, by way of Y2 and Y4.
#define exponential          \
	VMAXPS (DX), Y1, Y1     \
	VMULPS 32(DX), Y1, Y2   \
	VADDPS 64(DX), Y2, Y2   \
	VSUBPS 64(DX), Y2, Y3   \
	VMULPS 96(DX), Y3, Y4   \
	VSUBPS Y4, Y1, Y1       \
	VMULPS 128(DX), Y3, Y4  \
	VSUBPS Y4, Y1, Y1       \
	VMULPS 160(DX), Y1, Y3  \
	VADDPS 192(DX), Y3, Y3  \
	VMULPS Y1, Y3, Y3       \
	VADDPS 224(DX), Y3, Y3  \
	VMULPS Y1, Y3, Y3       \
	VADDPS 256(DX), Y3, Y3  \
	VMULPS Y1, Y3, Y3       \
	VADDPS 288(DX), Y3, Y3  \
	VMULPS Y1, Y3, Y3       \
	VADDPS 320(DX), Y3, Y3  \
	VMULPS Y1, Y3, Y3       \
	VADDPS 320(DX), Y3, Y3  \
	VPSUBD 64(DX), Y2, Y2   \
	VPSLLD $23, Y2, Y2      \
	VPADDD Y2, Y3, Y3

// func exponentialsAVX2(row *float32, n int, greatest, scale float32, constants *[Lanes]float32)
TEXT ·exponentialsAVX2(SB), NOSPLIT, $0-32
	MOVQ         row+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS greatest+16(FP), Y5
	VBROADCASTSS scale+20(FP), Y6
	MOVQ         constants+24(FP), DX

step:
	VMOVUPS (SI), Y1
	VSUBPS  Y5, Y1, Y1
	VMULPS  Y6, Y1, Y1
	exponential
	VMOVUPS Y3, (SI)
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     step

	VZEROUPPER
	RET

// func multiplyAVX2(row *float32, n int, factor float32)
TEXT ·multiplyAVX2(SB), NOSPLIT, $0-20
	MOVQ         row+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS factor+16(FP), Y1

step:
	VMULPS  (SI), Y1, Y0
	VMOVUPS Y0, (SI)
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     step

	VZEROUPPER
	RET

// func gelusAVX2(row *float32, n int, constants *[Lanes]float32)
//
// Y0 is x, Y5 its absolute value, Y6 that over the root of 2, Y7 t, Y8 the polynomial.
TEXT ·gelusAVX2(SB), NOSPLIT, $0-24
	MOVQ row+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ constants+16(FP), DX

	VXORPS Y9, Y9, Y9

step:
	VMOVUPS (SI), Y0
	VANDPS  352(DX), Y0, Y5
	VMULPS  384(DX), Y5, Y6
	VMULPS  416(DX), Y6, Y7
	VADDPS  320(DX), Y7, Y7
	VMOVUPS 320(DX), Y8
	VDIVPS  Y7, Y8, Y7
	VMULPS  448(DX), Y7, Y8
	VADDPS  480(DX), Y8, Y8
	VMULPS  Y7, Y8, Y8
	VADDPS  512(DX), Y8, Y8
	VMULPS  Y7, Y8, Y8
	VADDPS  544(DX), Y8, Y8
	VMULPS  Y7, Y8, Y8
	VADDPS  576(DX), Y8, Y8
	VMULPS  Y7, Y8, Y8
	VMULPS  Y6, Y6, Y1
	VXORPS  640(DX), Y1, Y1
	exponential
	VMULPS  Y3, Y8, Y8
	VMULPS  608(DX), Y5, Y5
	VMULPS  Y8, Y5, Y5
	VMAXPS  Y9, Y0, Y0
	VSUBPS  Y5, Y0, Y0
	VMOVUPS Y0, (SI)
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     step

	VZEROUPPER
	RET
