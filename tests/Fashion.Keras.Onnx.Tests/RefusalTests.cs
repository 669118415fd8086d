using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>What no file can hold is refused with the layer's name and the reason.</summary>
public class RefusalTests
{
    [Fact]
    public void ToOnnx_StatefulLayer_IsRefused()
    {
        SymbolicTensor x = Input.Of([3, 2], batchSize: 4);
        Assert.Contains("'kept' (LSTM) cannot be written to an ONNX file: it is stateful",
            Message(new Model(inputs: x, outputs: new LSTM(2, stateful: true, name: "kept").Apply(x))), StringComparison.Ordinal);
        var inner = new Model(inputs: x, outputs: new Bidirectional(new GRU(2, stateful: true, name: "deep")).Apply(x));
        SymbolicTensor y = Input.Of([3, 2], batchSize: 4);
        Assert.Contains("(GRU) cannot be written", Message(new Model(inputs: y, outputs: inner.Apply(y))), StringComparison.Ordinal);
    }

    [Fact]
    public void ToOnnx_RandomNumbersInPrediction_AreRefused()
    {
        SymbolicTensor x = Input.Of([3]);
        Assert.Contains("'always' (Dropout) cannot be written to an ONNX file: it draws random numbers",
            Message(new Model(inputs: x, outputs: new Dropout(0.5, name: "always").Apply(x, training: true))), StringComparison.Ordinal);
    }

    [Fact]
    public void ToOnnx_OperationsThatDependOnTheBatch_AreRefused()
    {
        SymbolicTensor x = Input.Of([3]);
        var model = new Model(inputs: x, outputs: new Lambda(x => x / x.Shape[0], name: "share").Apply(x));
        Assert.Contains("'share'", Message(model), StringComparison.Ordinal);
        Assert.NotEmpty(model.ToOnnx(new OnnxOptions { InputShapes = [[4, 3]] }));
        var unrolled = new Model(inputs: x, outputs: new Lambda(x =>
            Ops.Concatenate([.. Enumerable.Range(0, x.Shape[0]).Select(i => Ops.Slice(x, [i, 0], [1, 3]))], axis: 0),
            name: "unrolled").Apply(x));
        Assert.Contains("'unrolled'", Message(unrolled), StringComparison.Ordinal);
    }

    [Fact]
    public void SaveOnnx_Refused_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a/b.onnx");
        SymbolicTensor x = Input.Of([3]);
        new Model(inputs: x, outputs: x.Dense(2)).SaveOnnx(path);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<NotSupportedException>(() => new Model(inputs: x, outputs: new Dropout(0.5).Apply(x, training: true)).SaveOnnx(path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.File("a")));
        Assert.Throws<ArgumentException>(() => new Model(inputs: x, outputs: x.Dense(2)).SaveOnnx(""));
        Assert.Throws<ArgumentNullException>(() => ((Model)null!).SaveOnnx(path));
    }

    private static string Message(Model model) => Assert.Throws<NotSupportedException>(() => model.ToOnnx()).Message;
}
