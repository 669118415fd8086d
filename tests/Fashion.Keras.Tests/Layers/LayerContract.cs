using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Layers;

/// <summary>What must hold for every layer that Keras files can name.</summary>
public class LayerContract
{
    /// <summary>Config of each layer class, and the shapes (with batch axis) of its inputs.</summary>
    private static readonly Dictionary<string, (string Config, int[][] Inputs)> Samples = new()
    {
        ["Activation"] = ("""{"activation": "relu"}""", [[-1, 3]]),
        ["ActivityRegularization"] = ("""{"l1": 0.1, "l2": 0.2}""", [[-1, 4]]),
        ["AdaptiveAveragePooling1D"] = ("""{"output_size": 3}""", [[-1, 7, 2]]),
        ["AdaptiveAveragePooling2D"] = ("""{"output_size": [3, 4], "data_format": "channels_first"}""", [[-1, 2, 7, 6]]),
        ["AdaptiveAveragePooling3D"] = ("""{"output_size": [2, 3, 9]}""", [[-1, 5, 6, 7, 2]]),
        ["AdaptiveMaxPooling1D"] = ("""{"output_size": [3], "data_format": "channels_first"}""", [[-1, 2, 7]]),
        ["AdaptiveMaxPooling2D"] = ("""{"output_size": 3}""", [[-1, 6, 9, 2]]),
        ["AdaptiveMaxPooling3D"] = ("""{"output_size": [2, 3, 9], "data_format": "channels_first"}""", [[-1, 2, 5, 6, 7]]),
        ["Add"] = ("{}", [[-1, 3], [-1, 3]]),
        ["AdditiveAttention"] = ("{}", [[-1, 3, 4], [-1, 5, 4]]),
        ["AlphaDropout"] = ("""{"rate": 0.25, "noise_shape": [null, 1], "seed": 3}""", [[-1, 4]]),
        ["Attention"] = ("""{"use_scale": true, "score_mode": "concat", "dropout": 0.2, "seed": 3}""",
            [[-1, 3, 4], [-1, 5, 2], [-1, 5, 4]]),
        ["AugMix"] = ("""{"factor": 0.4, "num_chains": 2, "chain_depth": 2, "all_ops": false, "seed": 3}""", [[-1, 4, 5, 3]]),
        ["AutoContrast"] = ("""{"value_range": [0, 1]}""", [[-1, 4, 5, 2]]),
        ["Average"] = ("{}", [[-1, 3], [-1, 3]]),
        ["AveragePooling1D"] = ("""{"pool_size": 2}""", [[-1, 5, 2]]),
        ["AveragePooling2D"] = ("""{"pool_size": [2, 3], "strides": 1, "padding": "same"}""", [[-1, 5, 6, 2]]),
        ["AveragePooling3D"] = ("""{"pool_size": 2, "data_format": "channels_first"}""", [[-1, 2, 5, 6, 7]]),
        ["BatchNormalization"] = ("""{"axis": [1], "momentum": 0.9, "center": false}""", [[-1, 2, 4, 3]]),
        ["Bidirectional"] =
            ("""{"merge_mode": null, "layer": {"class_name": "GRU", "config": {"name": "gru", "units": 2, "return_state": true}}, "activity_regularizer": "l2"}""", [[-1, 4, 2]]),
        ["CategoryEncoding"] = ("""{"num_tokens": 5, "output_mode": "one_hot"}""", [[-1, 4, 1]]),
        ["CenterCrop"] = ("""{"height": 6, "width": 3, "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["Concatenate"] = ("""{"axis": 1}""", [[-1, 3, 2], [-1, 4, 2]]),
        ["ContrastLimitedAdaptiveHistogramEqualization"] = ("""{"clip_limit": 2.0, "tile_grid_size": [2, 3]}""", [[-1, 4, 5, 2]]),
        ["Conv1D"] = ("""{"filters": 3, "kernel_size": 2, "padding": "causal"}""", [[-1, 6, 2]]),
        ["Conv1DTranspose"] = ("""{"filters": 3, "kernel_size": 2, "strides": 3, "output_padding": 1}""", [[-1, 6, 2]]),
        ["Conv2D"] =
            ("""{"filters": 4, "kernel_size": [3, 2], "strides": 2, "padding": "same", "groups": 2, "activation": "relu", "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}}, "bias_constraint": {"class_name": "MaxNorm", "config": {"max_value": 3, "axis": [0]}}}""", [[-1, 7, 6, 2]]),
        ["Conv2DTranspose"] = ("""{"filters": 3, "kernel_size": 2, "strides": 3, "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["Conv3D"] = ("""{"filters": 3, "kernel_size": 2, "strides": [2, 1, 1], "padding": "same"}""", [[-1, 3, 4, 5, 2]]),
        ["Conv3DTranspose"] =
            ("""{"filters": 3, "kernel_size": [2, 3, 2], "strides": [1, 2, 3], "output_padding": [0, 1, 2], "padding": "same"}""",
                [[-1, 5, 6, 7, 2]]),
        ["ConvLSTM1D"] = ("""{"filters": 2, "kernel_size": 2, "return_sequences": true, "dropout": 0.2}""", [[-1, 3, 5, 2]]),
        ["ConvLSTM2D"] =
            ("""{"filters": 2, "kernel_size": [2, 1], "padding": "same", "strides": 2, "return_state": true, "data_format": "channels_first"}""", [[-1, 3, 2, 5, 4]]),
        ["ConvLSTM3D"] = ("""{"filters": 1, "kernel_size": 2, "use_bias": false, "recurrent_dropout": 0.2, "stateful": true}""",
            [[-1, 2, 3, 3, 4, 1]]),
        ["Cropping1D"] = ("""{"cropping": [1, 2]}""", [[-1, 6, 2]]),
        ["Cropping2D"] = ("""{"cropping": [[1, 0], [0, 2]], "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["Cropping3D"] = ("""{"cropping": [1, 2, 0]}""", [[-1, 5, 6, 7, 2]]),
        ["CutMix"] = ("""{"factor": 0.5, "data_format": "channels_first"}""", [[-1, 2, 4, 5], [-1, 3]]),
        ["Dense"] = ("""{"units": 4, "activation": {"class_name": "LeakyReLU", "config": {"alpha": 0.1}}, "activity_regularizer": "l1"}""",
            [[-1, 3]]),
        ["DepthwiseConv1D"] = ("""{"kernel_size": 2, "depth_multiplier": 2}""", [[-1, 6, 2]]),
        ["DepthwiseConv2D"] = ("""{"kernel_size": 2, "depthwise_initializer": "he_normal"}""", [[-1, 6, 5, 2]]),
        ["Discretization"] = ("""{"bin_boundaries": [-1.0, 0.5], "num_bins": null, "output_mode": "count"}""", [[-1, 4]]),
        ["Dot"] = ("""{"axes": [1, 2], "normalize": true}""", [[-1, 3, 4], [-1, 5, 3]]),
        ["Dropout"] = ("""{"rate": 0.25, "noise_shape": [null, 1], "seed": 3}""", [[-1, 4]]),
        ["EinsumDense"] = ("""{"equation": "...x,xyz->...yz", "output_shape": [3, 2], "bias_axes": "z"}""", [[-1, 4, 2]]),
        ["ELU"] = ("""{"alpha": 0.5}""", [[-1, 4]]),
        ["Embedding"] = ("""{"input_dim": 5, "output_dim": 3, "mask_zero": true, "input_length": 4}""", [[-1, 4]]),
        ["Equalization"] = ("""{"bins": 16, "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["Flatten"] = ("""{"data_format": "channels_first"}""", [[-1, 2, 3, 4]]),
        ["GaussianDropout"] = ("""{"rate": 0.5}""", [[-1, 4]]),
        ["GaussianNoise"] = ("""{"stddev": 0.5}""", [[-1, 4]]),
        ["GlobalAveragePooling1D"] = ("""{"keepdims": true}""", [[-1, 4, 3]]),
        ["GlobalAveragePooling2D"] = ("""{"data_format": "channels_first"}""", [[-1, 2, 4, 3]]),
        ["GlobalAveragePooling3D"] = ("""{}""", [[-1, 5, 6, 7, 2]]),
        ["GlobalMaxPooling1D"] = ("{}", [[-1, 4, 3]]),
        ["GlobalMaxPooling2D"] = ("""{"keepdims": true}""", [[-1, 2, 4, 3]]),
        ["GlobalMaxPooling3D"] = ("""{"keepdims": true, "data_format": "channels_first"}""", [[-1, 2, 5, 6, 7]]),
        ["GroupNormalization"] = ("""{"groups": 2, "scale": false}""", [[-1, 3, 4]]),
        ["GroupQueryAttention"] =
            ("""{"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": true, "sliding_window": 2, "dropout": 0.5, "activity_regularizer": "l2"}""", [[-1, 4, 6], [-1, 5, 6], [-1, 5, 3]]),
        ["GRU"] = ("""{"units": 3, "reset_after": false, "return_sequences": true, "go_backwards": true}""", [[-1, 4, 2]]),
        ["GRUCell"] = ("""{"units": 3, "dropout": 0.2, "reset_after": false}""", [[-1, 2], [-1, 3]]),
        ["HashedCrossing"] = ("""{"num_bins": 7, "output_mode": "one_hot"}""", [[-1, 1], [-1, 1]]),
        ["Hashing"] = ("""{"num_bins": 7, "mask_value": "", "salt": [3, 4], "output_mode": "multi_hot"}""", [[-1, 3]]),
        ["Identity"] = ("""{}""", [[-1, 4, 3]]),
        ["InputLayer"] = ("""{"batch_input_shape": [null, 4]}""", [[-1, 4]]),
        ["IntegerLookup"] = ("""{"vocabulary": [7, 5], "mask_token": 0, "num_oov_indices": 2, "oov_method": "farmhash"}""", [[-1, 3]]),
        ["LayerNormalization"] = ("""{"axis": [1, 2]}""", [[-1, 3, 4]]),
        ["LeakyReLU"] = ("""{"alpha": 0.1}""", [[-1, 4]]),
        ["LocallyConnected1D"] = ("""{"filters": 3, "kernel_size": 2, "strides": 2, "implementation": 3, "padding": "same"}""",
            [[-1, 5, 2]]),
        ["LocallyConnected2D"] =
            ("""{"filters": 3, "kernel_size": [2, 3], "strides": 2, "implementation": 2, "data_format": "channels_first", "bias_regularizer": "l2"}""", [[-1, 2, 6, 5]]),
        ["LSTM"] = ("""{"units": 3, "return_state": true, "dropout": 0.5, "unit_forget_bias": false}""", [[-1, 4, 2]]),
        ["LSTMCell"] = ("""{"units": 3, "kernel_regularizer": "l2"}""", [[-1, 2], [-1, 3], [-1, 3]]),
        ["Masking"] = ("""{"mask_value": -1.0}""", [[-1, 4, 2]]),
        ["Maximum"] = ("{}", [[-1, 3], [-1, 3]]),
        ["MaxPooling1D"] = ("""{"pool_size": [3], "strides": [2]}""", [[-1, 8, 2]]),
        ["MaxPooling2D"] = ("""{"pool_size": 3, "data_format": "channels_first"}""", [[-1, 2, 7, 6]]),
        ["MaxPooling3D"] = ("""{"pool_size": [2, 3, 2], "strides": 2, "padding": "same"}""", [[-1, 5, 6, 7, 2]]),
        ["Minimum"] = ("{}", [[-1, 3], [-1, 3]]),
        ["MixUp"] = ("""{"alpha": 0.5, "seed": 3}""", [[-1, 4, 5, 2], [-1, 3]]),
        ["MultiHeadAttention"] =
            ("""{"num_heads": 2, "key_dim": 3, "value_dim": 4, "output_shape": [3, 2], "attention_axes": [2], "use_gate": true, "seed": 4, "dropout": 0.2, "bias_regularizer": "l1"}""", [[-1, 3, 4, 5], [-1, 3, 6, 2], [-1, 3, 6, 4]]),
        ["Multiply"] = ("{}", [[-1, 4, 3], [-1, 3]]),
        ["Normalization"] = ("""{"axis": [2], "invert": true}""", [[-1, 3, 4]]),
        ["MaxNumBoundingBoxes"] = ("""{"max_number": 3, "fill_value": -2}""", [[-1, 4, 5, 2]]),
        ["MelSpectrogram"] = ("""{"fft_length": 8, "sequence_stride": 4, "sampling_rate": 8000, "num_mel_bins": 3, "window": "hamming"}""",
            [[-1, 32]]),
        ["Pipeline"] =
            ("""{"layers": [{"class_name": "Dense", "config": {"name": "dense", "units": 3}}, {"class_name": "Dropout", "config": {"name": "dropout", "rate": 0.2}}]}""", [[-1, 4]]),
        ["ReversibleEmbedding"] = ("""{"input_dim": 5, "output_dim": 3, "mask_zero": true, "logit_soft_cap": 2.0}""", [[-1, 4]]),
        ["Permute"] = ("""{"dims": [3, 1, 2]}""", [[-1, 2, 3, 4]]),
        ["PReLU"] = ("""{"shared_axes": [1]}""", [[-1, 4, 3]]),
        ["RandAugment"] = ("""{"factor": 0.4, "num_ops": 3, "interpolation": "nearest", "value_range": [0, 1]}""", [[-1, 4, 5, 3]]),
        ["RandomBrightness"] = ("""{"factor": 0.2, "value_range": [0, 1], "seed": 3}""", [[-1, 4, 5, 2]]),
        ["RandomColorDegeneration"] = ("""{"factor": 0.3}""", [[-1, 4, 5, 3]]),
        ["RandomColorJitter"] = ("""{"brightness_factor": 0.2, "contrast_factor": [0.1, 0.3], "hue_factor": 0.2}""", [[-1, 4, 5, 3]]),
        ["RandomContrast"] = ("""{"factor": [0.2, 0.4], "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["RandomCrop"] = ("""{"height": 2, "width": 3, "seed": 4}""", [[-1, 4, 5, 2]]),
        ["RandomElasticTransform"] = ("""{"scale": [0.3, 0.6], "fill_mode": "nearest", "data_format": "channels_first"}""",
            [[-1, 2, 6, 5]]),
        ["RandomErasing"] = ("""{"factor": 0.3, "scale": [0.1, 0.5], "fill_value": [1, 2, 3]}""", [[-1, 4, 5, 3]]),
        ["RandomFlip"] = ("""{"mode": "horizontal", "seed": 1}""", [[-1, 4, 5, 2]]),
        ["RandomGaussianBlur"] = ("""{"factor": [0.1, 0.5], "kernel_size": [5, 5], "sigma": 0.6}""", [[-1, 4, 5, 2]]),
        ["RandomGrayscale"] = ("""{"factor": 0.3, "data_format": "channels_first", "seed": 2}""", [[-1, 3, 4, 5]]),
        ["RandomHue"] = ("""{"factor": [0.1, 0.3], "value_range": [0, 1]}""", [[-1, 4, 5, 3]]),
        ["RandomInvert"] = ("""{"factor": 0.3}""", [[-1, 4, 5, 2]]),
        ["RandomPerspective"] = ("""{"factor": 0.3, "scale": 0.4, "interpolation": "nearest", "fill_value": 2}""", [[-1, 4, 5, 2]]),
        ["RandomPosterization"] = ("""{"factor": 4, "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["RandomRotation"] = ("""{"factor": 0.1, "fill_mode": "wrap"}""", [[-1, 4, 5, 2]]),
        ["RandomSaturation"] = ("""{"factor": [0.1, 0.3], "data_format": "channels_first"}""", [[-1, 3, 4, 5]]),
        ["RandomSharpness"] = ("""{"factor": [0.2, 0.7], "value_range": [0, 1]}""", [[-1, 4, 5, 2]]),
        ["RandomShear"] = ("""{"x_factor": 0.3, "y_factor": [0.1, 0.2], "fill_mode": "wrap"}""", [[-1, 4, 5, 2]]),
        ["RandomTranslation"] = ("""{"height_factor": 0.1, "width_factor": [0.1, 0.2], "interpolation": "nearest"}""", [[-1, 4, 5, 2]]),
        ["RandomZoom"] = ("""{"height_factor": [-0.1, 0.2], "data_format": "channels_first"}""", [[-1, 2, 4, 5]]),
        ["ReLU"] = ("""{"max_value": 6.0}""", [[-1, 4]]),
        ["RepeatVector"] = ("""{"n": 3}""", [[-1, 4]]),
        ["Rescaling"] = ("""{"scale": 2.0, "offset": -1.0}""", [[-1, 4]]),
        ["Reshape"] = ("""{"target_shape": [2, -1]}""", [[-1, 4]]),
        ["Resizing"] =
            ("""{"height": 3, "width": 7, "interpolation": "lanczos3", "pad_to_aspect_ratio": true, "fill_value": 0.5, "antialias": true}""", [[-1, 4, 5, 2]]),
        ["RMSNormalization"] = ("""{"axis": [-1], "epsilon": 0.01}""", [[-1, 3, 4]]),
        ["RNN"] =
            ("""{"cell": {"class_name": "LSTMCell", "config": {"name": "own", "units": 3, "recurrent_dropout": 0.2}}, "return_sequences": true, "return_state": true, "stateful": true, "unroll": true, "zero_output_for_mask": true, "activity_regularizer": "l2"}""", [[-1, 4, 2], [-1, 3], [-1, 3]]),
        ["SeparableConv1D"] = ("""{"filters": 3, "kernel_size": 2, "strides": 2}""", [[-1, 6, 2]]),
        ["SeparableConv2D"] = ("""{"filters": 3, "kernel_size": 2, "depth_multiplier": 2}""", [[-1, 6, 5, 2]]),
        ["SimpleRNN"] = ("""{"units": 3, "activation": "linear", "use_bias": false}""", [[-1, 4, 2]]),
        ["SimpleRNNCell"] = ("""{"units": 3, "activation": "relu"}""", [[-1, 2], [-1, 3]]),
        ["Softmax"] = ("""{"axis": [1, 2]}""", [[-1, 4, 3]]),
        ["Solarization"] = ("""{"addition_factor": [0.1, 0.2], "threshold_factor": 0.5, "seed": 4}""", [[-1, 4, 5, 2]]),
        ["SpatialDropout1D"] = ("""{"rate": 0.5}""", [[-1, 4, 3]]),
        ["SpatialDropout2D"] = ("""{"rate": 0.5, "data_format": "channels_first"}""", [[-1, 4, 3, 2]]),
        ["SpatialDropout3D"] = ("""{"rate": 0.5, "data_format": "channels_first", "seed": 4}""", [[-1, 2, 5, 6, 7]]),
        ["SpectralNormalization"] =
            ("""{"power_iterations": 2, "layer": {"class_name": "Conv2D", "config": {"name": "conv", "filters": 3, "kernel_size": 2}}}""",
                [[-1, 4, 5, 2]]),
        ["StackedRNNCells"] =
            ("""{"cells": [{"class_name": "GRUCell", "config": {"name": "low", "units": 3}}, {"class_name": "LSTMCell", "config": {"name": "high", "units": 2}}]}""", [[-1, 2], [-1, 3], [-1, 2], [-1, 2]]),
        ["StringLookup"] =
            ("""{"vocabulary": ["[UNK]", "b", "a"], "idf_weights": [0.5, 1.5, 2.5], "output_mode": "tf_idf", "max_tokens": 6, "pad_to_max_tokens": true}""", [[-1, 3]]),
        ["Subtract"] = ("{}", [[-1, 3], [-1, 1]]),
        ["TextVectorization"] =
            ("""{"vocabulary": ["a", "b"], "standardize": "lower", "split": "character", "ngrams": [1, 2], "output_sequence_length": 5}""",
                [[-1, 1]]),
        ["ThresholdedReLU"] = ("""{"theta": 0.5}""", [[-1, 4]]),
        ["TimeDistributed"] = ("""{"layer": {"class_name": "Conv1D", "config": {"name": "inside", "filters": 3, "kernel_size": 2}}}""",
            [[-1, 3, 4, 2]]),
        ["UnitNormalization"] = ("""{"axis": [1, 2]}""", [[-1, 3, 2]]),
        ["UpSampling1D"] = ("""{"size": 3}""", [[-1, 3, 2]]),
        ["UpSampling2D"] = ("""{"size": [2, 3], "interpolation": "bilinear"}""", [[-1, 3, 2, 2]]),
        ["UpSampling3D"] = ("""{"size": [1, 3, 2], "data_format": "channels_first"}""", [[-1, 2, 5, 6, 7]]),
        ["ZeroPadding1D"] = ("""{"padding": 2}""", [[-1, 3, 2]]),
        ["ZeroPadding2D"] = ("""{"padding": [[1, 0], [2, 3]]}""", [[-1, 3, 2, 2]]),
        ["ZeroPadding3D"] = ("""{"padding": [[1, 0], [2, 3], [0, 1]], "data_format": "channels_first"}""", [[-1, 2, 5, 6, 7]]),
    };

    public static IEnumerable<TheoryDataRow<string>> Classes =>
        LayerTable.Names.Order(StringComparer.Ordinal).Select(n => new TheoryDataRow<string>(n));

    [Theory, MemberData(nameof(Classes))]
    public void WriteConfig_ReadBack_GivesTheSameConfig(string className)
    {
        Layer layer = Create(className);
        layer.Trainable = true;
        JsonObject config = Config(layer);
        Layer copy =
            LayerTable.From(
                NestedConfig.From(new JsonObject { ["class_name"] = layer.ClassName, ["config"] = config.DeepClone() }, "copy"));
        Assert.Equal(className, layer.ClassName);
        Assert.Equal(layer.GetType(), copy.GetType());
        Assert.Equal(config.ToJsonString(), Config(copy).ToJsonString());
        Assert.Equal(layer.Name, copy.Name);
    }

    [Theory, MemberData(nameof(Classes))]
    public void Weights_AfterBuild_HaveNamesPathsAndShapesThatStay(string className)
    {
        (Layer first, Layer second) = (Create(className), Create(className));
        Shape[] inputs = Inputs(className);
        first.EnsureBuilt(inputs);
        second.EnsureBuilt(inputs);
        Assert.Equal(first.Weights.Select(w => (w.Name, w.Shape, w.Trainable)), second.Weights.Select(w => (w.Name, w.Shape, w.Trainable)));
        Assert.Equal(first.Weights.Count, first.TrainableWeights.Count + first.NonTrainableWeights.Count);
        // A wrapper may count a weight of the layer inside as its own, too.
        if (first is not SpectralNormalization) Assert.Equal(Paths(first), first.Weights.Select(w => w.Path));
        Assert.Equal(first.Weights.Sum(w => w.Shape.ElementCount), first.CountParams());
        first.Trainable = false;
        Assert.Empty(first.TrainableWeights);
    }

    [Theory, MemberData(nameof(Classes))]
    public void ComputeOutputShapes_UnknownBatch_AgreesWithWhatIsWritten(string className)
    {
        Layer layer = Create(className);
        Shape[] inputs = Inputs(className);
        layer.EnsureBuilt(inputs);
        IReadOnlyList<Shape> computed = layer.ComputeOutputShapes(inputs);
        if (layer is HostLayer host)
        {
            ArraySource[] data =
                [.. inputs.Select(s => s.With(0, 2))
                    .Select(s => host.InputType == DeclaredType.Int64
                        ? ArraySource.From(new long[s.ElementCount], s)
                        : ArraySource.From([.. Enumerable.Repeat("a", s.ElementCount)], s))];
            Assert.Equal(computed[0].With(0, 2), host.Compute(data).Shape);
            return;
        }
        foreach (bool training in (bool[])[false, true])
        {
            using var graph = new GraphBuilder();
            SymbolicTensor[] tensors = [.. inputs.Select((s, i) => new GraphTensor(graph.Input($"input{i}", s.With(0, 2))))];
            IReadOnlyList<SymbolicTensor> outputs = layer.CallIn(tensors, new CallContext(training));
            Assert.Equal(computed.Select(s => s.With(0, 2)), outputs.Select(o => o.Resolve(graph).Shape));
            Assert.All(computed, s => Assert.Equal(Shape.Unknown, s[0]));
        }
    }

    [Theory, MemberData(nameof(Classes))]
    public void Name_NotGiven_IsTheClassInSnakeCase(string className)
    {
        string expected = Internal.Names.SnakeCase(className);
        Assert.StartsWith(expected, Create(className).Name, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Layer layer) =>
        layer.OwnWeights.Select(w => w.Name).Concat(layer.Children.SelectMany(Paths)).Select(path => $"{layer.Name}/{path}");

    private static Layer Create(string className)
    {
        Assert.True(Samples.ContainsKey(className), $"No sample in tests/Fashion.Keras.Tests/Layers/LayerContract.cs for: {className}");
        return LayerTable.From(NestedConfig.From(
            new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(Samples[className].Config) }, "sample"));
    }

    private static Shape[] Inputs(string className) => [.. Samples[className].Inputs.Select(sizes => Shape.Create(sizes))];

    private static JsonObject Config(Layer layer)
    {
        var config = new ConfigWriter();
        layer.WriteConfig(config);
        return config.Json;
    }
}
