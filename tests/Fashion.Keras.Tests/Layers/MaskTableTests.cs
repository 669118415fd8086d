using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>The table of layers and masks in the guide says what Keras does.</summary>
public class MaskTableTests
{
    private static readonly Dictionary<string, (string Uses, string Output)> Table = Read();

    public static IEnumerable<TheoryDataRow<string>> Names => GoldenCase.Names("mask");

    [Fact]
    public void Table_NamesEveryLayer()
    {
        Expect.None(LayerTable.Names.Except(Table.Keys).Except(["InputLayer"]), "No row in docs/guides/masks.md for");
        Expect.None(Table.Keys.Except(LayerTable.Names), "A row in docs/guides/masks.md, but no layer");
    }

    [Theory, MemberData(nameof(Names))]
    public void Row_OfALayer_SaysWhatKerasDoes(string name)
    {
        JsonObject[] cases = [.. MaskCase.Of(name).Where(c => c["error"] is null)];
        bool uses = cases.GroupBy(c => c["config"]!.ToJsonString() + c["training"] + c["inputs"]!.ToJsonString())
            .Any(g => g.Select(c => c["outputs"]?.ToJsonString()).Distinct().Count() > 1);
        bool carries = cases.Any(c => c["output_masks"]!.AsArray().Any(m => m is not null));
        Assert.Equal(uses, Table[name].Uses != "no");
        Assert.Equal(carries, !Table[name].Output.StartsWith("none", StringComparison.Ordinal));
        Assert.Equal(carries && !Table[name].Output.EndsWith("none in training", StringComparison.Ordinal),
            cases.Any(c => LayerCase.Create(name, c["config"]).SupportsMasking));
    }

    private static Dictionary<string, (string, string)> Read()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "guides", "masks.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim('|', ' ').Split(" | "))];
        return rows.SelectMany(row => row[0].Split(", ").Select(name => (Name: name.Split(' ')[0], row)))
            .ToDictionary(r => r.Name, r => (r.row[1], r.row[2]));
    }
}
