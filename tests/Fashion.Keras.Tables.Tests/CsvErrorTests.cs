namespace Fashion.Keras.Tables.Tests;

/// <summary>Files that are no such table: the error names the place.</summary>
public sealed class CsvErrorTests : CsvFiles
{
    [Theory]
    [InlineData("a,b\n1,2\n3\n", 3, "1 fields")]
    [InlineData("a,b\n1,2\n\n\"x\ny\",2\n3,4,5\n", 6, "3 fields")]
    [InlineData("a,b\n1,\"x\n2,3\n", 2, "not closed")]
    [InlineData("a,b\n1,x\n2,3\"\n", 3, "not closed")]
    [InlineData("a,b\n5\" x,1\n6\" y,2\n", 2, "middle of a field")]
    [InlineData("a,b\n1,\"x\"y\n", 2, "middle of a field")]
    [InlineData("a,b\n1,\"x\"y\"\"\n", 2, "middle of a field")]
    [InlineData("a,a\n1,2\n", 1, "two columns")]
    [InlineData("a,b\n", 1, "no rows")]
    public void Error_NamesTheLine(string text, long line, string reason)
    {
        TableFileException e = Fails(text);
        Assert.Equal(line, e.Line);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"table.csv, line {line}"), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    public void EmptyFiles_AreRefused(string text) => Assert.Contains("no rows", Fails(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ColumnType.Number, "x")]
    [InlineData(ColumnType.Number, "1 000")]
    [InlineData(ColumnType.Number, "\"1,5\"")]
    [InlineData(ColumnType.Number, "1e40")]
    [InlineData(ColumnType.Number, "0x10")]
    [InlineData(ColumnType.Number, "∞")]
    [InlineData(ColumnType.Integer, "1.5")]
    [InlineData(ColumnType.Integer, "9223372036854775808")]
    [InlineData(ColumnType.Integer, "NA")]
    public void Value_OfAnotherType_IsNamed(ColumnType type, string value)
    {
        TableFileException e = Fails($"a,b\n1,1\n2,{value}\n", new CsvOptions { Types = new() { ["b"] = type } });
        Assert.Equal((3, "b"), (e.Line, e.Column));
    }

    [Fact]
    public void ADecimalComma_IsNoNumber()
    {
        Assert.Equal(ColumnType.Text, Read("a;b\n1,5;2\n").Columns[0].Type);
        Assert.Equal("a", Fails("a;b\n1,5;2\n", new CsvOptions { Types = new() { ["a"] = ColumnType.Number } }).Column);
    }

    [Fact]
    public void ATypeFromTheFirstRows_IsSaidToBeOne()
    {
        TableFileException e = Fails("a\n1\n2\nx\n", new CsvOptions { InferenceRows = 2 });
        Assert.Equal(4, e.Line);
        Assert.Contains("first 2 rows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RaggedRows_CanBeSkipped()
    {
        Table table = Read("a,b\n1,2\n3\n4,5,6\n7,8\n", options: new CsvOptions { RaggedRows = RaggedRows.Skip });
        Assert.Equal([1, 7], table.Integers("a"));
        Assert.Equal((2, 2), (table.Count, table.SkippedRows));
    }

    [Fact]
    public void Limits_Hold()
    {
        Assert.Contains("MaxRowLength", Fails("a,b\n1,xxxxxxxxx\n", new CsvOptions { MaxRowLength = 10 }).Message,
            StringComparison.Ordinal);
        Assert.Contains("MaxColumns", Fails("a,b,c\n1,2,3\n", new CsvOptions { MaxColumns = 2 }).Message, StringComparison.Ordinal);
        Assert.Equal(1, Fails("a,b\n1,\"" + new string('x', 17_000_000) + "\"\n").Line);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { MaxRowLength = 16_000_001 });
    }

    [Fact]
    public void NamesOfNoColumn_AreRefused()
    {
        string path = Write("age,sex\n1,f\n");
        Assert.Contains("'age'", Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, label: "agee")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, columns: ["fare"]));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, columns: ["age", "age"]));
        Assert.Throws<ArgumentException>(
            () => Dataset.FromCsv(path, options: new CsvOptions { Types = new() { ["x"] = ColumnType.Text } }));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, options: new CsvOptions { Fills = new() { ["x"] = 1f } }));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, options: new CsvOptions { Fills = new() { ["age"] = "x" } }));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, options: new CsvOptions { Classes = new() { ["age"] = ["1"] } }));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, options: new CsvOptions { ColumnNames = ["x"] }));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, options: new CsvOptions { ColumnNames = ["x", "x"] }));
        Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv(path + "x"));
    }

    [Fact]
    public void AFileThatChanged_IsNotReadAsTheOldOne()
    {
        Table table = Dataset.FromCsv(Write("a,b\n1,2\n"));
        Write("b,a\n1,2\n");
        Assert.Contains("other columns", Assert.Throws<TableFileException>(() => table.Count()).Message, StringComparison.Ordinal);
    }
}
