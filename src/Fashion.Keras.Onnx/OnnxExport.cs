using System.Reflection;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Onnx.Export;
using Fashion.Keras.Onnx.Protocol;
using Fashion.Keras.Saving;
using Google.Protobuf;

namespace Fashion.Keras;

/// <summary>Writes models as ONNX files, which ONNX Runtime and other programs run.</summary>
/// <example><code>
/// model.SaveOnnx("digits.onnx");
/// model.SaveOnnx("digits_nchw.onnx", new OnnxOptions { Layout = ImageLayout.ChannelsFirst });
/// </code></example>
public static class OnnxExport
{
    /// <summary>The version of ONNX's operators in files that are written.</summary>
    public const int OperatorSet = 18;

    // That of ONNX 1.13, which has the operators of this version.
    private const int FormatVersion = 8;

    // What a message of protocol buffers can hold.
    private const long MostBytes = int.MaxValue - (1 << 20);

    /// <summary>
    /// Writes what the model predicts as an ONNX file: its computation in inference and its weights. Inputs and outputs have their names,
    /// and the batch may have any size. Layers of all kinds are written, also your own and <see cref="Lambda"/>. The file is replaced as a
    /// whole, or stays as it was.
    /// </summary>
    /// <param name="model">A model whose input shapes are known; it need not be compiled.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Order of the axes of images, and sizes of the inputs; null for those of the model.</param>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be written: it takes texts or looks them up, keeps states between batches, draws random numbers in prediction, or
    /// what it
    /// computes depends on a free size. The message names the layer and the reason.
    /// </exception>
    /// <exception cref="InvalidOperationException">The shapes of the model's inputs are not known yet.</exception>
    /// <exception cref="ArgumentException">Shapes in the options that do not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveOnnx(this Model model, string path, OnnxOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelProto proto = Write(model, options ?? new OnnxOptions());
        AtomicFile.Write(path, stream => proto.WriteTo(stream));
    }

    /// <summary>The bytes of the file that <see cref="SaveOnnx"/> writes, for a session in memory.</summary>
    /// <param name="model">A model whose input shapes are known.</param>
    /// <param name="options">Order of the axes of images, and sizes of the inputs; null for those of the model.</param>
    /// <exception cref="NotSupportedException">A layer cannot be written; see <see cref="SaveOnnx"/>.</exception>
    /// <exception cref="InvalidOperationException">The shapes of the model's inputs are not known yet.</exception>
    /// <exception cref="ArgumentException">Shapes in the options that do not fit the model.</exception>
    public static byte[] ToOnnx(this Model model, OnnxOptions? options = null) => Write(model, options ?? new OnnxOptions()).ToByteArray();

    private static ModelProto Write(Model model, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        Shape[] shapes = InputShapes(model, options);
        Refuse(model);
        using WeightGates.Held held = model.Trainer.EnterWeights(write: false);
        TracedModel traced = TracedModel.Of(model, shapes);
        var proto = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "Fashion.Keras.Onnx",
            ProducerVersion = typeof(OnnxExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? "",
            Graph = GraphExport.Write(model, traced, options.Layout),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
        };
        long bytes = proto.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);
        if (bytes > MostBytes) throw new NotSupportedException($"Model '{model.Name}' has {bytes >> 20} MiB of weights, and an ONNX file " +
            "holds 2047 MiB in one piece.");
        return proto;
    }

    private static Shape[] InputShapes(Model model, OnnxOptions options)
    {
        if (model.InputShapes.Count == 0)
            throw new InvalidOperationException(
                $"Model '{model.Name}' has no inputs yet: start it with an Input, give the first layer an inputShape, or call Build.");
        if (options.InputShapes is not { } given) return [.. model.InputShapes];
        if (given.Count != model.InputShapes.Count)
            throw new ArgumentException($"Model '{model.Name}' has {model.InputShapes.Count} inputs, but " +
                $"{nameof(OnnxOptions.InputShapes)} has {given.Count} shapes.", nameof(options));
        foreach ((Shape shape, Shape own) in given.Zip(model.InputShapes))
        {
            bool fits = shape is not null && shape.Rank == own.Rank
                && shape.Zip(own).All(size => size.Second == Shape.Unknown || size.First == size.Second) && shape.All(size => size != 0);
            if (!fits) throw new ArgumentException($"{nameof(OnnxOptions.InputShapes)}: an input of model '{model.Name}' has the shape " +
                $"{own}, which {shape?.ToString() ?? "null"} does not fit.", nameof(options));
        }
        if (given.Select(shape => shape[0]).Distinct().Count() > 1)
            throw new ArgumentException($"{nameof(OnnxOptions.InputShapes)}: all inputs need the same batch axis.", nameof(options));
        return [.. given];
    }

    // What no graph has: layers that are computed before a step, and states that a model keeps.
    private static void Refuse(Model model)
    {
        foreach (Layer layer in LayerSearch.All(model))
        {
            string? reason = layer switch
            {
                HostLayer => "it works with texts or a vocabulary, before the numbers of a model begin. Apply it before the model, and " +
                    "save the layers after it",
                _ when layer.KeepsStates && layer.Children.All(c => !c.KeepsStates) =>
                    "it is stateful, and a file keeps nothing from one run to the next. Make it with stateful: false",
                _ => null,
            };
            if (reason is not null)
                throw new NotSupportedException($"Layer '{layer.Name}' ({layer.ClassName}) cannot be written to an ONNX file: {reason}.");
        }
    }
}
