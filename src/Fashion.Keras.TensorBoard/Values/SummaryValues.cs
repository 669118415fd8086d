using System.Buffers.Binary;
using System.Text;
using Fashion.Keras.Events.Messages;
using Google.Protobuf;

namespace Fashion.Keras.Events.Values;

/// <summary>Values in the form that each dashboard reads.</summary>
internal static class SummaryValues
{
    public static Summary.Types.Value Scalar(string tag, double value, string? description) =>
        Value(tag, "scalars", DataClass.Scalar,
            new TensorValue { Dtype = ElementType.Float, TensorShape = new Sizes(), FloatVal = { (float)value } }, description);

    public static Summary.Types.Value Text(string tag, string text, string? description) =>
        Value(tag, "text", DataClass.Tensor, Strings([ByteString.CopyFromUtf8(text)], isScalar: true), description);

    public static Summary.Types.Value Histogram(string tag, ReadOnlySpan<float> values, int buckets, string? description)
    {
        double[] rows = HistogramBuckets.Of(values, buckets);
        byte[] content = new byte[rows.Length * sizeof(double)];
        for (int i = 0; i < rows.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * sizeof(double)), rows[i]);
        var tensor = new TensorValue
        {
            Dtype = ElementType.Double,
            TensorShape = Shaped(buckets, 3),
            TensorContent = UnsafeByteOperations.UnsafeWrap(content)
        };
        return Value(tag, "histograms", DataClass.Tensor, tensor, description);
    }

    public static Summary.Types.Value Images(string tag, PixelImages images, int maxOutputs, string? description)
    {
        IEnumerable<ByteString> parts =
            [Number(images.Width), Number(images.Height), .. images.Encode(maxOutputs).Select(png => UnsafeByteOperations.UnsafeWrap(png))];
        return Value(tag, "images", DataClass.BlobSequence, Strings([.. parts], isScalar: false), description);
    }

    /// <summary>The structure of a model, which the dashboard of graphs draws.</summary>
    /// <param name="tag">Its name there.</param>
    /// <param name="json">Keras's JSON.</param>
    public static Summary.Types.Value ModelGraph(string tag, string json)
    {
        Summary.Types.Value value =
            Value(tag, "graph_keras_model", DataClass.Unknown, Strings([ByteString.CopyFromUtf8(json)], isScalar: true), null);
        value.Metadata.PluginData.Content = ByteString.CopyFromUtf8("1");
        return value;
    }

    public static Summary.Types.Value Session(string tag, HyperParameterData data)
    {
        var nothing = new TensorValue { Dtype = ElementType.Float, TensorShape = Shaped(1), FloatVal = { 0 } };
        Summary.Types.Value value = Value(tag, "hparams", DataClass.Tensor, nothing, null);
        value.Metadata.PluginData.Content = data.ToByteString();
        return value;
    }

    private static Summary.Types.Value Value(string tag, string plugin, DataClass dataClass, TensorValue tensor, string? description) =>
        new()
        {
            Tag = tag,
            Tensor = tensor,
            Metadata = new Metadata
            {
                PluginData = new Metadata.Types.Plugin { PluginName = plugin },
                DataClass = dataClass,
                SummaryDescription = description ?? "",
            },
        };

    private static TensorValue Strings(ByteString[] values, bool isScalar) =>
        new() { Dtype = ElementType.String, TensorShape = isScalar ? new Sizes() : Shaped(values.Length), StringVal = { values } };

    private static Sizes Shaped(params int[] sizes) => new() { Dim = { sizes.Select(size => new Sizes.Types.Axis { Size = size }) } };

    private static ByteString Number(int value) =>
        ByteString.CopyFrom(Encoding.ASCII.GetBytes(value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
