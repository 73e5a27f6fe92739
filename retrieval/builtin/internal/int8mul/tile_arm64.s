#include "textflag.h"

// SDOT adds to each of the four sums of d the products of four signed bytes of n and four of m. Go's assembler does not know it.
#define SDOT(m, n, d) WORD $(0x4E809400 | (m)<<16 | (n)<<5 | (d))

// FOUR adds to a row's sums, d0 to d3, the products of its block, a, and the blocks of 16 rows of the panel, V20 to V23.
#define FOUR(a, d0, d1, d2, d3) \
	SDOT(a, 20, d0) \
	SDOT(a, 21, d1) \
	SDOT(a, 22, d2) \
	SDOT(a, 23, d3)

// BIAS adds to a row's sums the bias times the sums of the panel's rows.
#define BIAS(d0, d1, d2, d3) \
	VADD V16.S4, d0.S4, d0.S4 \
	VADD V17.S4, d1.S4, d1.S4 \
	VADD V18.S4, d2.S4, d2.S4 \
	VADD V19.S4, d3.S4, d3.S4

#define CLEAR(d0, d1, d2, d3) \
	VEOR d0.B16, d0.B16, d0.B16 \
	VEOR d1.B16, d1.B16, d1.B16 \
	VEOR d2.B16, d2.B16, d2.B16 \
	VEOR d3.B16, d3.B16, d3.B16

// func mulNarrowSDOT(sums *int32, rows *byte, columns int, panel *byte)
//
// The 4 x 16 sums stay in V0 to V15, four registers a row; V16 to V19 hold the sums of the panel's rows. The left side's bias is taken out
// before it is multiplied, since both sides have signs here, and its products are added at the end.
TEXT ·mulNarrowSDOT(SB), NOSPLIT, $0-32
	MOVD sums+0(FP), R0
	MOVD rows+8(FP), R1
	MOVD columns+16(FP), R2
	MOVD panel+24(FP), R3
	ADD  R2, R1, R4
	ADD  R2, R4, R5
	ADD  R2, R5, R6

	VMOVI $1, V30.B16
	VMOVI $128, V31.B16
	CLEAR(V0, V1, V2, V3)
	CLEAR(V4, V5, V6, V7)
	CLEAR(V8, V9, V10, V11)
	CLEAR(V12, V13, V14, V15)
	CLEAR(V16, V17, V18, V19)

step:
	VLD1    (R3), [V20.B16, V21.B16, V22.B16, V23.B16]
	ADD     $128, R3
	VLD1R.P 4(R1), [V24.S4]
	VLD1R.P 4(R4), [V25.S4]
	VLD1R.P 4(R5), [V26.S4]
	VLD1R.P 4(R6), [V27.S4]
	VEOR    V31.B16, V24.B16, V24.B16
	VEOR    V31.B16, V25.B16, V25.B16
	VEOR    V31.B16, V26.B16, V26.B16
	VEOR    V31.B16, V27.B16, V27.B16
	FOUR(30, 16, 17, 18, 19)
	FOUR(24, 0, 1, 2, 3)
	FOUR(25, 4, 5, 6, 7)
	FOUR(26, 8, 9, 10, 11)
	FOUR(27, 12, 13, 14, 15)
	SUBS    $4, R2
	BNE     step

	VSHL $7, V16.S4, V16.S4
	VSHL $7, V17.S4, V17.S4
	VSHL $7, V18.S4, V18.S4
	VSHL $7, V19.S4, V19.S4
	BIAS(V0, V1, V2, V3)
	BIAS(V4, V5, V6, V7)
	BIAS(V8, V9, V10, V11)
	BIAS(V12, V13, V14, V15)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $128, R0
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R0)
	ADD  $128, R0
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R0)
	ADD  $128, R0
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R0)
	RET
