namespace Fashion.Keras.Onnx.Tests;

/// <summary>Every layer's golden cases, written as ONNX and run by ONNX Runtime: against Keras's numbers, and against the model for other
/// batches.</summary>
public class GoldenExportTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Cases))]
    public void ToOnnx_EveryLayer_ComputesTheSame(string name)
    {
        LayerModel layer = LayerModel.Load(name);
        double tolerance = ExportTolerance.Of(layer.Golden.Text("class_name"));
        byte[] file = layer.Model.ToOnnx();
        if (Environment.GetEnvironmentVariable("KEEP_ONNX_FILES") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, name
            + ".onnx"), file);
        double largest = 0;
        if (!layer.InTraining) largest = ExportCheck.Same(layer.Outputs, OnnxRun.Of(file, layer.Inputs), tolerance, "Keras");
        foreach (int rows in new[] { 1, 7 })
        {
            OnnxRun.Numbers[] batch = [.. layer.Inputs.Select(x => ExportCheck.WithRows(x, rows))];
            largest = Math.Max(largest, ExportCheck.Same(ExportCheck.Predicted(layer.Model, batch), OnnxRun.Of(file, batch), tolerance,
                $"{rows} rows"));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference {largest:E1}");
    }
}
