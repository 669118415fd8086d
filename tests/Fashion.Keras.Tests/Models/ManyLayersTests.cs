using System.Diagnostics;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Models;

/// <summary>
/// Building, saving and loading take time in proportion to the number of layers: memory that is allocated, which is
/// counted exactly, and time with much room for a busy machine; four times the layers would cost sixteen times both if anything
/// were quadratic.
/// </summary>
public class ManyLayersTests
{
    private const int Few = 1_000, Many = 4 * Few, Most = 8;

    public static TheoryData<string> Ways =>
        ["add", "functional", "reverse", "shared", "wide", "summary", "find", "keras", "h5", "weights"];

    [Theory, MemberData(nameof(Ways))]
    public void Build_FourTimesTheLayers_CostsAboutFourTimes(string way)
    {
        using var folder = new TemporaryFolder();
        Run(way, 100, folder);
        (long fewBytes, TimeSpan fewTime) = Run(way, Few, folder);
        (long manyBytes, TimeSpan manyTime) = Run(way, Many, folder);
        Assert.True(manyBytes < Most * fewBytes, $"{way}: {Few} layers allocate {fewBytes} bytes, {Many} allocate {manyBytes}");
        Assert.True(manyTime < Most * fewTime + TimeSpan.FromSeconds(5), $"{way}: {Few} layers take {fewTime}, {Many} take {manyTime}");
    }

    [Fact]
    public void Model_ChainOfManyLayers_NeedsNoStackForEach()
    {
        const int layers = 20_000;
        Model? model = null;
        var thread = new Thread(() => model = Functional(layers), maxStackSize: 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal(layers + 1, model!.Layers.Count);
        Assert.Equal(model.Layers.Select(l => l.Name),
            model.Layers.OrderBy(l => l is Input ? -1 : int.Parse(l.Name[1..])).Select(l => l.Name));
    }

    private static (long Bytes, TimeSpan Time) Run(string way, int layers, TemporaryFolder folder)
    {
        Action work = way switch
        {
            "add" => () => Sequential(layers),
            "functional" => () => Functional(layers),
            "shared" => () => Shared(layers),
            "wide" => () => Wide(layers),
            "summary" => Later(Functional(layers), model => Assert.Contains($"l{layers - 1}", model.SummaryText())),
            "find" => Later(Functional(layers), model => Assert.All(model.Layers, layer => Assert.Same(layer, model.GetLayer(layer.Name)))),
            "reverse" => Later(Reversed(layers, folder), path => Model.Load(path)),
            "weights" => Later(Sequential(layers), model =>
            {
                model.SaveWeights(folder.File("m.weights.h5"));
                model.LoadWeights(folder.File("m.weights.h5"));
            }),
            _ => Later(Sequential(layers), model =>
            {
                model.Save(folder.File($"m.{way}"));
                Assert.Equal(layers, Model.Load(folder.File($"m.{way}")).Layers.Count);
            }),
        };
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        work();
        return (GC.GetAllocatedBytesForCurrentThread() - bytes, Stopwatch.GetElapsedTime(start));
    }

    private static Action Later<T>(T made, Action<T> work) => () => work(made);

    private static Sequential Sequential(int layers)
    {
        var model = new Sequential { new Input(2) };
        for (int i = 0; i < layers; i++) model.Add(new Dense(2, name: $"l{i}"));
        Assert.Equal([-1, 2], model.OutputShapes.Single());
        return model;
    }

    private static Model Functional(int layers)
    {
        SymbolicTensor input = Input.Of([2]), x = input;
        for (int i = 0; i < layers; i++) x = new Activation("relu", name: $"l{i}").Apply(x);
        return new Model(input, x);
    }

    private static void Shared(int uses)
    {
        SymbolicTensor input = Input.Of([2]), x = input;
        var layer = new Dense(2);
        for (int i = 0; i < uses; i++) x = layer.Apply(x);
        Assert.Equal(2, new Model(input, x).Layers.Count);
    }

    private static void Wide(int outputs)
    {
        SymbolicTensor input = Input.Of([2]);
        var layer = new Activation("relu");
        SymbolicTensor[] all = [.. Enumerable.Range(0, outputs).Select(_ => layer.Apply(input))];
        Assert.Equal(outputs, new Model(input, all).OutputNames.Distinct().Count());
    }

    // A file need not list layers in the order in which they are used.
    private static string Reversed(int layers, TemporaryFolder folder)
    {
        string path = folder.File($"reversed{layers}.keras");
        Functional(layers).Save(path);
        ModelBytes.EditConfig(path, config =>
        {
            var list = config["config"]!["layers"]!.AsArray();
            System.Text.Json.Nodes.JsonNode[] reversed = [.. list.Reverse()!];
            list.Clear();
            foreach (var layer in reversed) list.Add(layer);
        });
        return path;
    }
}
