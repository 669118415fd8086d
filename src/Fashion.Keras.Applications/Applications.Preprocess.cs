using System.Numerics.Tensors;

namespace Fashion.Keras;

/// <summary>How pixels of 0 to 255 are scaled for an architecture.</summary>
public enum PreprocessMode
{
    /// <summary>From RGB to BGR, and minus ImageNet's mean colour, not scaled: Keras's <c>"caffe"</c>.</summary>
    Caffe,

    /// <summary>To -1 to 1: Keras's <c>"tf"</c>.</summary>
    TensorFlow,

    /// <summary>To 0 to 1, and then to mean 0 and deviation 1 of ImageNet's colours: Keras's <c>"torch"</c>.</summary>
    Torch,
}

// Images as each family wants them. Source: keras.applications.*.preprocess_input.
public static partial class Applications
{
    private static readonly float[] CaffeMean = [103.939f, 116.779f, 123.68f], TorchMean = [0.485f, 0.456f, 0.406f],
        TorchDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Scales images of pixels 0 to 255: Keras's <c>imagenet_utils.preprocess_input</c>.</summary>
    /// <param name="x">Images with three channels: (height, width, 3) or (batch, height, width, 3); with the channels first (3, height,
    /// width) or (batch, 3, height, width). They stay as they are.</param>
    /// <param name="dataFormat">Where the channel axis is: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="mode">How they are scaled: <c>"caffe"</c>, the default, <c>"tf"</c> or <c>"torch"</c>.</param>
    /// <returns>Images of the same shape.</returns>
    /// <exception cref="ArgumentException">Not three or four axes, or not three channels where channels are told apart; or no such
    /// mode.</exception>
    public static SymbolicTensor PreprocessInput(SymbolicTensor x, Choice<DataFormat> dataFormat = default,
        Choice<PreprocessMode> mode = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        int rank = x.Shape.Rank, axis = dataFormat.Or(DataFormat.ChannelsLast) == DataFormat.ChannelsLast ? rank - 1 : rank - 3;
        if (rank is not (3 or 4)) throw new ArgumentException("PreprocessInput: images have three axes, or four with the batch axis, " +
            $"not the shape {x.Shape}.", nameof(x));
        PreprocessMode way = mode.Or(PreprocessMode.Caffe);
        if (way == PreprocessMode.TensorFlow) return x / 127.5 - 1;
        if (x.Shape[axis] != 3)
            throw new ArgumentException($"PreprocessInput: images need three channels at axis {axis}, but their shape is {x.Shape}.",
                nameof(x));
        return way switch
        {
            PreprocessMode.Caffe => Ops.Concatenate([.. Enumerable.Range(0, 3).Select(i => Channel(x, axis, 2 - i) - CaffeMean[i])], axis),
            PreprocessMode.Torch =>
                Ops.Concatenate([.. Enumerable.Range(0, 3).Select(i => (Channel(x, axis, i) / 255 - TorchMean[i]) / TorchDeviation[i])],
                    axis),
            _ => throw new ArgumentException($"PreprocessInput: {mode} is no mode; it is {nameof(PreprocessMode.Caffe)}, " +
                $"{nameof(PreprocessMode.TensorFlow)} or {nameof(PreprocessMode.Torch)}.", nameof(mode)),
        };
    }

    /// <inheritdoc cref="PreprocessInput(SymbolicTensor, Choice{DataFormat}, Choice{PreprocessMode})"/>
    public static Tensor<float> PreprocessInput(Tensor<float> x, Choice<DataFormat> dataFormat = default,
        Choice<PreprocessMode> mode = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        return PreprocessInput((SymbolicTensor)x, dataFormat, mode).ToTensor();
    }

    /// <summary>Scales images for <see cref="VGG16"/>: <see cref="PreprocessMode.Caffe"/>.</summary>
    /// <inheritdoc cref="PreprocessInput(SymbolicTensor, Choice{DataFormat}, Choice{PreprocessMode})" path="/param|/returns|/exception"/>
    public static SymbolicTensor PreprocessVGG16(SymbolicTensor x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.Caffe);

    /// <inheritdoc cref="PreprocessVGG16(SymbolicTensor, Choice{DataFormat})"/>
    public static Tensor<float> PreprocessVGG16(Tensor<float> x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.Caffe);

    /// <summary>Scales images for <see cref="ResNet50"/> and <see cref="ResNet101"/>: <see cref="PreprocessMode.Caffe"/>.</summary>
    /// <inheritdoc cref="PreprocessInput(SymbolicTensor, Choice{DataFormat}, Choice{PreprocessMode})" path="/param|/returns|/exception"/>
    public static SymbolicTensor PreprocessResNet(SymbolicTensor x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.Caffe);

    /// <inheritdoc cref="PreprocessResNet(SymbolicTensor, Choice{DataFormat})"/>
    public static Tensor<float> PreprocessResNet(Tensor<float> x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.Caffe);

    /// <summary>Scales images for <see cref="ResNet50V2"/>: <see cref="PreprocessMode.TensorFlow"/>.</summary>
    /// <inheritdoc cref="PreprocessInput(SymbolicTensor, Choice{DataFormat}, Choice{PreprocessMode})" path="/param|/returns|/exception"/>
    public static SymbolicTensor PreprocessResNetV2(SymbolicTensor x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.TensorFlow);

    /// <inheritdoc cref="PreprocessResNetV2(SymbolicTensor, Choice{DataFormat})"/>
    public static Tensor<float> PreprocessResNetV2(Tensor<float> x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.TensorFlow);

    /// <summary>Scales images for <see cref="MobileNetV2"/>: <see cref="PreprocessMode.TensorFlow"/>.</summary>
    /// <inheritdoc cref="PreprocessInput(SymbolicTensor, Choice{DataFormat}, Choice{PreprocessMode})" path="/param|/returns|/exception"/>
    public static SymbolicTensor PreprocessMobileNetV2(SymbolicTensor x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.TensorFlow);

    /// <inheritdoc cref="PreprocessMobileNetV2(SymbolicTensor, Choice{DataFormat})"/>
    public static Tensor<float> PreprocessMobileNetV2(Tensor<float> x, Choice<DataFormat> dataFormat = default) =>
        PreprocessInput(x, dataFormat, PreprocessMode.TensorFlow);

    private static SymbolicTensor Channel(SymbolicTensor x, int axis, int channel)
    {
        int[] start = new int[x.Shape.Rank], size = [.. Enumerable.Repeat(Shape.Unknown, x.Shape.Rank)];
        start[axis] = channel;
        size[axis] = 1;
        return Ops.Slice(x, start, size);
    }
}
