using System.Globalization;

namespace Fashion.Keras.Tables.Tests;

/// <summary>Types, missing values and labels.</summary>
public sealed class ColumnTests : CsvFiles
{
    [Theory]
    [InlineData("1 -2 +3 007 9223372036854775807", ColumnType.Integer)]
    [InlineData("1 2.5", ColumnType.Number)]
    [InlineData("1e3 -.5 1. inf -Infinity", ColumnType.Number)]
    [InlineData("1 9223372036854775808", ColumnType.Number)]
    [InlineData("1 NA 2", ColumnType.Number)]
    [InlineData("NA nan", ColumnType.Number)]
    [InlineData("1 2 x", ColumnType.Text)]
    [InlineData("true false", ColumnType.Text)]
    [InlineData("1e40", ColumnType.Text)]
    [InlineData("2020-01-01", ColumnType.Text)]
    public void Types_AreFoundOutFromAllRows(string values, ColumnType type) =>
        Assert.Equal(type, Read("id,a\n" + string.Concat(values.Split(' ').Select(v => $"0,{v}\n"))).Columns[1].Type);

    [Fact]
    public void Numbers_AreReadTheSameInEveryCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal([1.5f, -0.25f, 16777216f, 3.4028235e38f, 1e-45f],
                Read("a\n1.5\n-0.25\n16777216\n3.4028235e38\n1e-45\n").Numbers("a"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Quotes and white space lead to another reader of numbers; both must give the nearest float.</summary>
    [Fact]
    public void Numbers_AreTheNearestFloats()
    {
        var random = new Random(5);
        float[] numbers =
            [.. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))
                .Where(float.IsFinite)];
        string[] texts = [.. numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))];
        Assert.Equal(numbers, Read("a\n0.5\n" + string.Concat(texts.Select(t => t + "\n"))).Numbers("a")[1..]);
        Assert.Equal(numbers, Read("a\n0.5\n" + string.Concat(texts.Select(t => $" \"{t}\"\n"))).Numbers("a")[1..]);
    }

    [Fact]
    public void MissingValues_AreNaNOrTheEmptyText_OrAsGiven()
    {
        const string text = "n,t,i\n1.5,x,1\n,NA,2\nNaN,,\nnull,None,4\n";
        Table plain = Read(text);
        Assert.Equal([1.5f, float.NaN, float.NaN, float.NaN], plain.Numbers("n"));
        Assert.Equal(["x", "", "", ""], plain.Texts("t"));
        Assert.Equal([1, 2, float.NaN, 4], plain.Numbers("i"));
        Table filled = Read(text, options: new CsvOptions { Fills = new() { ["n"] = -1, ["t"] = "none", ["i"] = 0 } });
        Assert.Equal([1.5f, -1, -1, -1], filled.Numbers("n"));
        Assert.Equal(["x", "none", "none", "none"], filled.Texts("t"));
        Assert.Equal([1, 2, 0, 4], filled.Integers("i"));
        Table own = Read("n,t\n-999,NA\n?,x\n3.5,?\n", options: new CsvOptions { MissingValues = ["-999", "?"] });
        Assert.Equal([float.NaN, float.NaN, 3.5f], own.Numbers("n"));
        Assert.Equal(["NA", "x", ""], own.Texts("t"));
    }

    [Fact]
    public void TypesGiven_AreTaken()
    {
        Table table = Read("zip,n,x\n007,1,2\n010,2,3\n",
            options: new CsvOptions { Types = new() { ["zip"] = ColumnType.Text, ["n"] = ColumnType.Number } });
        Assert.Equal(["007", "010"], table.Texts("zip"));
        Assert.Equal([ColumnType.Text, ColumnType.Number, ColumnType.Integer], table.Columns.Select(c => c.Type));
        Table all = Read("a\n1\n2\n", options: new CsvOptions { Types = new() { ["a"] = ColumnType.Number } });
        Assert.Null(all.Count);
        Assert.Equal(2, all.Load().Count);
    }

    [Fact]
    public void Columns_AreChosenInOrder_LabelsLast()
    {
        Table table = Read("id,y,a,b\n1,0,5,x\n2,1,6,z\n", label: "y", columns: ["b", "a"]);
        Assert.Equal(["b", "a", "y"], table.Columns.Select(c => c.Name));
        Assert.Equal([false, false, true], table.Columns.Select(c => c.IsLabel));
        Assert.Equal(["id", "a", "b", "y"], Read("id,y,a,b\n1,0,5,x\n", label: "y").Columns.Select(c => c.Name));
    }

    [Fact]
    public void LabelsOfTexts_AreClasses()
    {
        Table table = Read("x,kind\n1,dog\n2,cat\n3,dog\n4,ant\n", label: "kind");
        Assert.Equal(["ant", "cat", "dog"], table.Columns[1].ClassNames!);
        Assert.Equal([2, 1, 2, 0], table.Integers("kind"));
        Assert.Equal(["dog", "cat", "dog", "ant"], table.Select(row => row.Text("kind")));
        var given = new CsvOptions { Classes = new() { ["kind"] = ["dog", "cat", "ant", "emu"] } };
        Assert.Equal([0, 1, 0, 2], Read("x,kind\n1,dog\n2,cat\n3,dog\n4,ant\n", label: "kind", options: given).Integers("kind"));
        var e = Assert.Throws<TableFileException>(() => Read("x,kind\n1,dog\n2,yak\n", label: "kind", options: given).Count());
        Assert.Equal((3, "kind"), (e.Line, e.Column));
        Assert.Equal(1, table.Row(("x", 1), ("kind", "cat")).Integer("kind"));
        Assert.Equal(["7", "9"],
            Read("x,kind\n1,9\n2,7\n", label: "kind",
                options: new CsvOptions { Types = new() { ["kind"] = ColumnType.Text } }).Columns[1].ClassNames!);
    }

    [Fact]
    public void WrongTypes_AreNamed()
    {
        Table table = Read("a,b\n1,x\n");
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => table.Numbers("b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Texts("a"));
        Assert.Throws<ArgumentException>(() => table.Integers("b"));
        Assert.Throws<ArgumentException>(() => table.Column("c"));
        TableRow row = table.First();
        Assert.Throws<ArgumentException>(() => row.Number("b"));
        Assert.Throws<ArgumentException>(() => row.Text("a"));
        Assert.Throws<ArgumentException>(() => row["c"]);
        Assert.Equal((1L, "x"), (row["a"], row["b"]));
    }
}
