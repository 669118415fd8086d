using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Writes a model as ONNX and compares what ONNX Runtime computes with what the model predicts.</summary>
internal static class ExportCheck
{
    /// <summary>Rows of a batch repeated or cut to another number; later copies are turned around, so that rows differ.</summary>
    public static OnnxRun.Numbers WithRows(OnnxRun.Numbers x, int rows)
    {
        int own = x.Shape[0], size = own == 0 ? 0 : x.Values.Length / own;
        var values = new float[rows * size];
        for (int row = 0; row < rows; row++) x.Values.AsSpan((own - 1 - row % own) * size, size).CopyTo(values.AsSpan(row * size));
        return new OnnxRun.Numbers([rows, .. x.Shape[1..]], values);
    }

    /// <summary>The model's own predictions for a batch.</summary>
    public static OnnxRun.Numbers[] Predicted(Model model, params OnnxRun.Numbers[] inputs)
    {
        Tensor<float>[] data = [.. inputs.Select(x => TensorValues.Create(x.Values, x.Shape))];
        var outputs = model.PredictAll(data, batchSize: Math.Max(1, inputs[0].Shape[0]), verbose: Verbosity.Silent);
        return [.. outputs.Select(o => new OnnxRun.Numbers([.. o.Lengths.ToArray().Select(l => (int)l)], [.. o]))];
    }

    /// <summary>The largest difference of both, in units of the tolerance (absolute and relative); fails above 1.</summary>
    public static double Same(OnnxRun.Numbers[] want, OnnxRun.Numbers[] got, double tolerance, string what)
    {
        Assert.Equal(want.Length, got.Length);
        double largest = 0;
        for (int i = 0; i < want.Length; i++)
        {
            Assert.Equal(want[i].Shape, got[i].Shape);
            AssertClose.Equal([.. want[i].Values.Select(v => (double)v)], got[i].Values, tolerance, tolerance, $"{what}, output {i}");
            foreach ((float w, float g) in want[i].Values.Zip(got[i].Values))
                if (float.IsFinite(w)) largest = Math.Max(largest, Math.Abs(w - g) / (1 + Math.Abs(w)));
        }
        return largest;
    }
}
