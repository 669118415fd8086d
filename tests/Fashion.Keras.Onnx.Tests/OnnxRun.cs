using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Runs ONNX files in ONNX Runtime.</summary>
internal static class OnnxRun
{
    /// <summary>One array of a model's input or output.</summary>
    public sealed record Numbers(int[] Shape, float[] Values);

    /// <summary>The outputs of a file for inputs in its order.</summary>
    public static Numbers[] Of(byte[] model, params Numbers[] inputs) => Of(model, out _, inputs);

    public static Numbers[] Of(byte[] model, out string[] outputNames, params Numbers[] inputs)
    {
        using var options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1
        };
        using var session = new InferenceSession(model, options);
        outputNames = [.. session.OutputMetadata.Keys];
        NamedOnnxValue[] fed = [.. session.InputMetadata.Zip(inputs, (input, numbers) =>
            Value(input.Key, input.Value.ElementDataType, numbers))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(fed);
        return [.. results.Select(result => new Numbers([.. result.AsTensor<float>().Dimensions], [.. result.AsTensor<float>()]))];
    }

    private static NamedOnnxValue Value(string name, TensorElementType type, Numbers x) => type switch
    {
        TensorElementType.Float => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(x.Values, x.Shape)),
        TensorElementType.Int32 => NamedOnnxValue.CreateFromTensor(name,
            new DenseTensor<int>(Array.ConvertAll(x.Values, v => (int)v), x.Shape)),
        TensorElementType.Int64 => NamedOnnxValue.CreateFromTensor(name,
            new DenseTensor<long>(Array.ConvertAll(x.Values, v => (long)v), x.Shape)),
        TensorElementType.UInt8 => NamedOnnxValue.CreateFromTensor(name,
            new DenseTensor<byte>(Array.ConvertAll(x.Values, v => (byte)v), x.Shape)),
        TensorElementType.Bool => NamedOnnxValue.CreateFromTensor(name,
            new DenseTensor<bool>(Array.ConvertAll(x.Values, v => v != 0), x.Shape)),
        _ => throw new NotSupportedException($"Input '{name}' is {type}."),
    };
}
