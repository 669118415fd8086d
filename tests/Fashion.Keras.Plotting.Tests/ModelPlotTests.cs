using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fashion.Keras.Layers;
using Fashion.Keras.Plotting.Architecture;

namespace Fashion.Keras.Plotting.Tests;

public sealed partial class ModelPlotTests
{
    [Fact]
    public void Chain_IsOneBoxPerLayer()
    {
        string text = Chain().ToMermaid();
        Assert.Equal(["hidden (Dense)<br/>(None, 4) → (None, 3)", "last (Dense)<br/>(None, 3) → (None, 2)"], Boxes(text));
        Assert.Equal(["hidden --> last"], Arrows(text));
        Assert.StartsWith("flowchart TB\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_SayWhatIsShown()
    {
        Model model = Chain();
        model.Layers[1].Trainable = false;
        var all = new ModelPlotOptions
        {
            ShowLayerActivations = true,
            ShowDtype = true,
            ShowTrainable = true,
            RankDirection = RankDirection.LeftToRight,
            Title = "A \"title\""
        };
        string text = model.ToMermaid(all);
        Assert.Equal("hidden (Dense)<br/>activation: relu<br/>(None, 4) → (None, 3)<br/>float32<br/>trainable", Boxes(text)[0]);
        Assert.Contains("<br/>non-trainable", Boxes(text)[1], StringComparison.Ordinal);
        Assert.StartsWith("---\ntitle: \"A \\u0022title\\u0022\"\n---\nflowchart LR\n", text, StringComparison.Ordinal);
        Assert.Equal(["Dense", "Dense"], Boxes(model.ToMermaid(new ModelPlotOptions { ShowShapes = false, ShowLayerNames = false })));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPlotOptions { Scale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPlotOptions { RankDirection = (RankDirection)7 });
    }

    [Fact]
    public void NestedModels_AreFrames_WithArrowsToTheRightLayers()
    {
        SymbolicTensor u = Input.Of([4], name: "u"), v = Input.Of([4], name: "v");
        var pair = new Model(new[] { u, v }, new[] { u.Then(new Dense(1, name: "first")), v.Then(new Dense(2, name: "second")) },
            name: "pair");
        SymbolicTensor a = Input.Of([4], name: "a"), b = Input.Of([4], name: "b");
        IReadOnlyList<SymbolicTensor> outputs = [.. pair.Apply([b, a])];
        var chain = new Sequential("chain") { new Input(1), new Dense(5, name: "inside") };
        var model = new Model(new[] { a, b }, new[] { chain.Apply(outputs[0]), outputs[1].Then(new Dense(3, name: "after")) });
        Assert.Equal(["a --> pair", "b --> pair", "pair --> after", "pair --> chain"], Arrows(model.ToMermaid()));
        string text = model.ToMermaid(new ModelPlotOptions { ExpandNested = true });
        Assert.Equal(["a --> v", "b --> u", "first --> inside", "second --> after", "u --> first", "v --> second"], Arrows(text));
        Assert.Equal(2, Regex.Count(text, "subgraph"));
        Assert.Equal(2, Regex.Count(text, @"(?m)^ +end$"));
    }

    [Fact]
    public void NamesOfAnySigns_StayText()
    {
        const string name = "a<b>&\"c\" #1; `d` ]é\n|";
        var model = new Sequential { new Input(4), new Dense(2, name: name) };
        string text = model.ToMermaid(new ModelPlotOptions { ShowShapes = false });
        Assert.Equal("flowchart TB\n  n0[\"a#60;b#62;#38;#34;c#34; #35;1; #96;d#96; ]é | (Dense)\"]\n", text);
        XDocument svg = XDocument.Parse(Plots.Model(model, new ModelPlotOptions { Title = name }).ToSvg());
        Assert.Contains("a<b>&\"c\"", string.Concat(svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RankDirection.TopToBottom)]
    [InlineData(RankDirection.LeftToRight)]
    public void BoxesNeverOverlap_AndRanksFollowTheArrows(RankDirection direction)
    {
        foreach (int seed in Enumerable.Range(0, 20))
        {
            var options = new ModelPlotOptions { RankDirection = direction, ExpandNested = true };
            Diagram diagram = new DiagramBuilder(options).Build(RandomModel(new Random(seed)));
            BoxSizes.Measure(diagram);
            LayeredLayout.Arrange(diagram, direction);
            Check(diagram, direction);
        }
    }

    [Fact]
    public void LayerUsedAgain_HasArrowsBackAndToItself()
    {
        var again = new Dense(4, name: "again");
        SymbolicTensor x = Input.Of([4], name: "x");
        var model = new Model(x, again.Apply(new Dense(4, name: "between").Apply(again.Apply(again.Apply(x)))));
        Assert.Equal(["again --> again", "again --> between", "between --> again", "x --> again"], Arrows(model.ToMermaid()));
        Assert.NotEmpty(Plots.Model(model).ToPng());
    }

    [Fact]
    public void DeepChain_HasAPicture_AndAClearErrorWhereAPngIsTooLarge()
    {
        var model = new Sequential { new Input(1) };
        for (int i = 0; i < 800; i++) model.Add(new Activation("relu"));
        Figure figure = Plots.Model(model, new ModelPlotOptions { Scale = 1 });
        Assert.InRange(figure.Height, 32_001, 100_000);
        Assert.Contains("Write an SVG", Assert.Throws<ArgumentException>(() => figure.ToPng()).Message, StringComparison.Ordinal);
        Assert.Equal(800, XDocument.Parse(figure.ToSvg()).Descendants()
            .Count(e => e.Name.LocalName == "text" && e.Value.Trim().StartsWith("activation", StringComparison.Ordinal)));
    }

    [Fact]
    public void ModelsWithoutGraph_AreOneBoxOrAnError()
    {
        var own = new OwnModel();
        Assert.Contains("own_model", Assert.Throws<InvalidOperationException>(() => own.ToMermaid()).Message, StringComparison.Ordinal);
        own.Build([-1, 4]);
        Assert.Single(Boxes(own.ToMermaid()));
        Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(2) }.PlotModel("never.svg"));
        var lambda = new Sequential { new Input(4), new Lambda(x => x * 2, name: "twice") };
        Assert.Single(Boxes(lambda.ToMermaid(new ModelPlotOptions { ShowLayerActivations = true })));
    }

    private static Sequential Chain() =>
        new("chain") { new Input(4), new Dense(3, activation: "relu", name: "hidden"), new Dense(2, name: "last") };

    // Each layer takes one or two of those before; now and then a model stands inside.
    private static Model RandomModel(Random random)
    {
        List<SymbolicTensor> tensors = [Input.Of([4]), Input.Of([4])];
        SymbolicTensor[] inputs = [.. tensors];
        for (int i = 0; i < 25; i++)
        {
            SymbolicTensor one = tensors[random.Next(tensors.Count)], two = tensors[^1];
            tensors.Add(random.Next(4) switch
            {
                0 when one != two => new Add().Apply([one, two])[0],
                1 => new Sequential { new Input(4), new Dense(4), new Dense(4, name: $"with_a_long_name_{i}") }.Apply(one),
                _ => new Dense(4).Apply(one),
            });
        }
        return new Model(inputs, [tensors[^1], new Concatenate().Apply([.. tensors])[0]]);
    }

    private static void Check(Diagram diagram, RankDirection direction)
    {
        DiagramNode[] boxes = [.. diagram.Nodes.Where(n => !n.IsPort)];
        foreach (DiagramNode a in boxes)
        {
            Assert.InRange(a.X - a.Width / 2, -0.1f, diagram.Width);
            Assert.InRange(a.X + a.Width / 2, 0, diagram.Width + 0.1f);
            Assert.InRange(a.Y + a.Height / 2, 0, diagram.Height + 0.1f);
            foreach (DiagramNode b in boxes.Where(b => b != a))
                Assert.False(Math.Abs(a.X - b.X) < (a.Width + b.Width) / 2
                    && Math.Abs(a.Y - b.Y) < (a.Height + b.Height) / 2, $"{a.Title} and {b.Title} overlap");
            if (a.Inner is { } inner) Check(inner, direction);
        }
        foreach (DiagramEdge edge in diagram.Edges)
            Assert.True(direction == RankDirection.TopToBottom
                ? edge.From.Y < edge.To.Y : edge.From.X < edge.To.X, $"{edge.From.Title} is not before {edge.To.Title}");
    }

    private static string[] Boxes(string mermaid) =>
        [.. Label().Matches(mermaid).Where(m => m.Groups[1].Value[0] == 'n').Select(m => m.Groups[2].Value)];

    private static string[] Arrows(string mermaid)
    {
        Dictionary<string, string> names = Label().Matches(mermaid)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Split(' ')[0]);
        return [.. Arrow().Matches(mermaid).Select(m => $"{names[m.Groups[1].Value]} --> {names[m.Groups[2].Value]}")
            .Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"([nm]\d+)(?:\(\[|\[)""(.*?)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"(n\d+) --> (n\d+)")]
    private static partial Regex Arrow();

    private sealed class OwnModel : Model
    {
        private readonly Dense _dense;

        public OwnModel() : base("own_model") => _dense = Track(new Dense(2));

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _dense.Apply(inputs, context);
    }
}
