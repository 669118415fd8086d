using Fashion.Keras.Internal;
using Fashion.Keras.Onnx.Import;
using Fashion.Keras.Onnx.Protocol;

namespace Fashion.Keras;

/// <summary>Reads ONNX files as models: networks for inference that PyTorch, scikit-learn and this package export.</summary>
/// <example><code>
/// Model network = OnnxModel.Load("network.onnx");
/// Tensor&lt;float&gt; scores = network.Predict(images);
/// </code></example>
public static class OnnxModel
{
    // What a message of protocol buffers can hold.
    private const int MostBytes = int.MaxValue - (1 << 20);

    /// <summary>
    /// Reads a file as a model with the file's inputs and outputs and one layer, <see cref="OnnxLayer"/>, which has its weights. Axes lie
    /// as in the
    /// file: images are channels first in most files. The first axis of every input is the batch.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="trainable">Whether the weights can be trained further. Batch normalization keeps its mean and variance, and dropout
    /// does nothing.</param>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or what it says does not fit together; the message names the
    /// node.</exception>
    /// <exception cref="NotSupportedException">
    /// The file has an operation, or a setting of one, that is not read, or keeps its weights in other files; the message names it.
    /// </exception>
    public static Model Load(string path, bool trainable = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        try
        {
            RegularFile.Length(path);
        }
        catch (InvalidDataException e)
        {
            throw new ModelFormatException(e.Message, e) { Path = path };
        }
        return Read(() => Parse(RegularFile.Read(path, MostBytes)), path, trainable);
    }

    /// <summary>As <see cref="Load"/>, from the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="trainable">Whether the weights can be trained further.</param>
    /// <exception cref="ModelFormatException">The bytes are damaged, or what they say does not fit together.</exception>
    /// <exception cref="NotSupportedException">They have an operation, or a setting of one, that is not read, or keep weights in
    /// files.</exception>
    public static Model Read(byte[] file, bool trainable = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Read(() => Parse(file), "the ONNX file", trainable);
    }

    private static ModelProto Parse(byte[] bytes)
    {
        FileLimits.Check(bytes);
        return ModelProto.Parser.ParseFrom(bytes);
    }

    // The bytes are parsed in here, so that nothing holds them any longer.
    private static Model Read(Func<ModelProto> parse, string path, bool trainable) => ImportErrors.Named(path, () =>
    {
        var network = ImportedNetwork.Of(parse());
        var layer = new OnnxLayer(network, trainable);
        SymbolicTensor[] inputs = [.. network.Inputs.Select(input => Input.Of(input.Shape[1..], input.Name, input.DType))];
        SymbolicTensors outputs = layer.Apply(inputs);
        ModelTensors entries = ModelTensors.Named(inputs, [.. network.Inputs.Select(input => input.Name)]);
        var model = new Model(entries, ModelTensors.Named([.. outputs], network.Outputs));
        layer.TakeWeights();
        return model;
    });
}
