namespace Fashion.Keras.Onnx.Tests;

/// <summary>Files that this package writes, read again: the same numbers, or an operation that is refused by name.</summary>
public class OwnFilesTests
{
    // What the reader does not know: loops, and what only few layers consist of.
    private static readonly string[] Unknown = ["Scan", "ScatterND", "ScatterElements", "TopK"];

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Cases))]
    public void Read_FileOfALayer_PredictsTheSame(string name)
    {
        LayerModel layer = LayerModel.Load(name);
        byte[] file = layer.Model.ToOnnx();
        string[] operations = [.. Protocol.ModelProto.Parser.ParseFrom(file).Graph.Node.Select(n => n.OpType)];
        if (operations.Intersect(Unknown).Any())
        {
            Assert.Contains("the operation is not known", Assert.Throws<NotSupportedException>(() => OnnxModel.Read(file)).Message,
                StringComparison.Ordinal);
            return;
        }
        Model read = OnnxModel.Read(file);
        Assert.Equal(layer.Model.InputNames, read.InputNames);
        foreach (int rows in new[] { 1, 7 })
        {
            OnnxRun.Numbers[] batch = [.. layer.Inputs.Select(x => ExportCheck.WithRows(x, rows))];
            ExportCheck.Same(ExportCheck.Predicted(layer.Model, batch), ExportCheck.Predicted(read, batch),
                ExportTolerance.Of(layer.Golden.Text("class_name")), $"{rows} rows");
        }
    }
}
