using System.Reflection;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>The library has Keras's classes: each is in its table, and none has a name that Keras does not know.</summary>
public sealed class KerasNamesTests
{
    private static readonly JsonObject Keras =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fashion.Keras.Tests", "Golden", "names", "keras.json")))!
            ["areas"]!.AsObject();

    // Layers of Keras 2, which old files hold.
    private static readonly HashSet<string> Further = ["LocallyConnected1D", "LocallyConnected2D", "ThresholdedReLU"];

    [Fact]
    public void Losses_HaveARow() =>
        Expect.None(Classes(typeof(Loss)).Where(name => Record.Exception(() => LossTable.ByName(name)) is not null),
            "No row in src/Fashion.Keras/Losses/LossTable.cs for");

    [Fact]
    public void Metrics_HaveARow() =>
        Expect.None(Classes(typeof(Metric)).Except(MetricTable.ClassNames), "No row in src/Fashion.Keras/Metrics/MetricTable.cs for");

    [Fact]
    public void Names_AreThoseOfKeras() =>
        Expect.None(
            [
                .. Unknown("layers", LayerTable.Names),
                .. Unknown("losses", Classes(typeof(Loss))),
                .. Unknown("metrics", Classes(typeof(Metric)))
            ],
            "Keras has no class of this name, so it is code of a user (docs/guides/extending.md); if Keras has one that it does not " +
            "export, add it to Further in tests/Fashion.Keras.Tests/Docs/KerasNamesTests.cs");

    private static IEnumerable<string> Unknown(string area, IEnumerable<string> names) =>
        names.Where(name => !Keras[area]!.AsObject().ContainsKey(name) && !Further.Contains(name));

    private static IEnumerable<string> Classes(Type ancestor) =>
        ancestor.Assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(ancestor))
            // A loss in a list of metrics has no name of its own in files.
            .Where(t => t != typeof(LossMetric)).Select(t => t.Name);
}
