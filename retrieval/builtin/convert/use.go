package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"readout/retrieval/builtin/internal/pack"
)

const (
	topologySum      = "507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53"
	useVocabularySum = "1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e"
)

// shardSums are those of group1-shard1of7 to group1-shard7of7.
var shardSums = [7]string{
	"8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412",
	"deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd",
	"50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936",
	"c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596",
	"410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b",
	"83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b",
	"a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689",
}

// matrices of the network by the end of their upstream names: they are stored one row for each output, because rounding them
// with a scale for each output keeps the vectors nearest to the originals.
var matrices = map[string]string{
	"dense/kernel/ConcatPartitions/concat":                                              "residual",
	"Layer_0/TransformerLayer/MultiheadAttention/qkv_transform_single/kernel/part_0":    "layer0/qkv",
	"Layer_0/TransformerLayer/MultiheadAttention/output_transform_single/kernel/part_0": "layer0/attended",
	"Layer_0/TransformerLayer/FFN/conv1/Tensordot/Reshape_1":                            "layer0/widen",
	"Layer_0/TransformerLayer/FFN/conv2/Tensordot/Reshape_1":                            "layer0/narrow",
	"Layer_1/TransformerLayer/MultiheadAttention/qkv_transform_single/kernel/part_0":    "layer1/qkv",
	"Layer_1/TransformerLayer/MultiheadAttention/output_transform_single/kernel/part_0": "layer1/attended",
	"Layer_1/TransformerLayer/FFN/conv1/Tensordot/Reshape_1":                            "layer1/widen",
	"Layer_1/TransformerLayer/FFN/conv2/Tensordot/Reshape_1":                            "layer1/narrow",
	"hidden_layers/tanh_layer_0/weights":                                                "hidden",
}

// vectors are too small to be worth rounding.
var vectors = map[string]string{
	"AddTimingSignal/TimingSignal/ExpandDims_1": "timing",
	"dense/bias/ConcatPartitions/concat":        "residual/bias",
	"Layer_0/TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat":     "layer0/norm/scale",
	"Layer_0/TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat":      "layer0/norm/bias",
	"Layer_0/TransformerLayer/MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat":         "layer0/qkv/bias",
	"Layer_0/TransformerLayer/MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat":      "layer0/attended/bias",
	"Layer_0/TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat": "layer0/forward/norm/scale",
	"Layer_0/TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat":  "layer0/forward/norm/bias",
	"Layer_0/TransformerLayer/FFN/conv1/bias/ConcatPartitions/concat":                                       "layer0/widen/bias",
	"Layer_0/TransformerLayer/FFN/conv2/bias/ConcatPartitions/concat":                                       "layer0/narrow/bias",
	"Layer_1/TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat":     "layer1/norm/scale",
	"Layer_1/TransformerLayer/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat":      "layer1/norm/bias",
	"Layer_1/TransformerLayer/MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat":         "layer1/qkv/bias",
	"Layer_1/TransformerLayer/MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat":      "layer1/attended/bias",
	"Layer_1/TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat": "layer1/forward/norm/scale",
	"Layer_1/TransformerLayer/FFN/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat":  "layer1/forward/norm/bias",
	"Layer_1/TransformerLayer/FFN/conv1/bias/ConcatPartitions/concat":                                       "layer1/widen/bias",
	"Layer_1/TransformerLayer/FFN/conv2/bias/ConcatPartitions/concat":                                       "layer1/narrow/bias",
	"hidden_layers/tanh_layer_0/bias": "hidden/bias",
}

const embeddingsName = "module/Embeddings_en"

// tensor is an array of the upstream model.
type tensor struct {
	name   string
	shape  []int
	values []float32
}

// addSentenceEncoder adds the Universal Sentence Encoder Lite and its vocabulary.
func addSentenceEncoder(w *pack.Writer, dir string) error {
	dir = filepath.Join(dir, "dist")
	if err := addVocabulary(w, filepath.Join(dir, "vocab.json")); err != nil {
		return err
	}
	tensors, err := readTensors(dir)
	if err != nil {
		return err
	}
	written := 0
	for _, t := range tensors {
		if name, ok := bySuffix(vectors, t.name); ok {
			w.Float32s(name, len(t.values), t.values)
		} else if name, ok := bySuffix(matrices, t.name); ok {
			inputs, outputs := t.shape[len(t.shape)-2], t.shape[len(t.shape)-1]
			w.Quantize(name, inputs, transpose(t.values, inputs, outputs))
		} else if t.name == embeddingsName {
			w.Quantize("embeddings", t.shape[1], t.values)
		} else {
			continue // a constant of the graph
		}
		written++
	}
	if want := len(vectors) + len(matrices) + 1; written != want {
		return fmt.Errorf("found %d arrays, want %d", written, want)
	}
	return nil
}

func addVocabulary(w *pack.Writer, path string) error {
	if err := checkSum(path, useVocabularySum); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var entries [][2]any // piece and score
	if err := json.Unmarshal(data, &entries); err != nil {
		return fmt.Errorf("parsing %s: %w", path, err)
	}
	pieces, scores := make([]string, len(entries)), make([]float64, len(entries))
	for i, entry := range entries {
		piece, ok := entry[0].(string)
		if !ok {
			return fmt.Errorf("parsing %s: entry %d is %v", path, i, entry)
		}
		pieces[i] = piece
		scores[i], _ = entry[1].(float64) // null, which seven pieces have, counts as 0 upstream
	}
	w.Texts("pieces", pieces)
	w.Float64s("scores", 1, scores)
	return nil
}

// readTensors reads the arrays of 32-bit floats of a TensorFlow.js graph model.
func readTensors(dir string) ([]tensor, error) {
	topology := filepath.Join(dir, "model.json")
	if err := checkSum(topology, topologySum); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(topology)
	if err != nil {
		return nil, err
	}
	var model struct {
		WeightsManifest []struct {
			Weights []struct {
				Name  string
				Shape []int
				Dtype string
			}
		}
	}
	if err := json.Unmarshal(data, &model); err != nil {
		return nil, fmt.Errorf("parsing %s: %w", topology, err)
	}
	var weights []byte
	for i, sum := range shardSums {
		path := filepath.Join(dir, fmt.Sprintf("group1-shard%dof%d", i+1, len(shardSums)))
		if err := checkSum(path, sum); err != nil {
			return nil, err
		}
		shard, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		weights = append(weights, shard...)
	}
	var tensors []tensor
	for _, group := range model.WeightsManifest {
		for _, spec := range group.Weights {
			size := 1
			for _, n := range spec.Shape {
				size *= n
			}
			if 4*size > len(weights) { // all types in this model have four bytes
				return nil, fmt.Errorf("array %s needs %d bytes, %d are left", spec.Name, 4*size, len(weights))
			}
			if spec.Dtype == "float32" {
				t := tensor{name: spec.Name, shape: spec.Shape, values: make([]float32, size)}
				for i := range t.values {
					t.values[i] = math.Float32frombits(binary.LittleEndian.Uint32(weights[4*i:]))
				}
				tensors = append(tensors, t)
			}
			weights = weights[4*size:]
		}
	}
	return tensors, nil
}

// transpose turns a row-major matrix with one row for each input into one with one row for each output.
func transpose(values []float32, inputs, outputs int) []float32 {
	out := make([]float32, len(values))
	for i := range inputs {
		for o := range outputs {
			out[o*inputs+i] = values[i*outputs+o]
		}
	}
	return out
}

func bySuffix(names map[string]string, full string) (string, bool) {
	for suffix, name := range names {
		if strings.HasSuffix(full, suffix) {
			return name, true
		}
	}
	return "", false
}
