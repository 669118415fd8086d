using System.Text;

namespace Fashion.Keras.Tables.Tests;

/// <summary>How the text of a file becomes fields.</summary>
public sealed class CsvTests : CsvFiles
{
    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("a,b\r\n1,x\r\n2,y")]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("\n\na,b\n\n1,x\n\r\n2,y\n\n\n")]
    [InlineData("a;b\n1;x\n2;y\n")]
    [InlineData("a\tb\n1\tx\n2\ty\n")]
    [InlineData("a|b\n1|x\n2|y\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    [InlineData("a , b\n 1, x \n2 ,\ty\n")]
    [InlineData(" \"a\" ,b\n1, \"x\" \n2,y\n")]
    public void LineEndsSeparatorsAndQuotes_DoNotMatter(string text)
    {
        Table table = Read(text);
        Assert.Equal([new TableColumn("a", ColumnType.Integer), new TableColumn("b", ColumnType.Text)], table.Columns);
        Assert.Equal([1, 2], table.Integers("a"));
        Assert.Equal(["x", "y"], table.Texts("b"));
        Assert.Equal(2, table.Count);
    }

    [Fact]
    public void QuotedFields_MayHoldSeparatorsQuotesAndLineBreaks()
    {
        Table table = Read("\"a,1\",b,c\n\"x, \"\"y\"\"\",\"line 1\r\nline 2\",1\n\"\"\"\",\" inner \",2\n\"\",\"\"\"\"\"\",3\nlast,z,4\n");
        Assert.Equal(["x, \"y\"", "\"", "", "last"], table.Texts("a,1"));
        Assert.Equal(["line 1\r\nline 2", " inner ", "\"\"", "z"], table.Texts("b"));
        Assert.Equal([2, 4, 5, 6], table.Select(row => row.Line));
    }

    [Fact]
    public void Separator_IsTheOneOfTheFirstRow_OutsideOfQuotes()
    {
        Assert.Equal(["x,y,z", "b"], Read("\"x,y,z\";b\n1;2\n").Columns.Select(c => c.Name));
        Assert.Equal(["a;b", "c"], Read("a;b,c\n1,2\n", options: new CsvOptions { Separator = ',' }).Columns.Select(c => c.Name));
        Assert.Equal([1, 2], Read("only\n1\n2\n").Integers("only"));
        Assert.Equal(["a", "b"], Read("a:b\n1:2\n", options: new CsvOptions { Separator = ':' }).Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('1')]
    [InlineData('.')]
    [InlineData('-')]
    public void Separator_CannotBeAPartOfValues(char separator) =>
        Assert.Throws<ArgumentException>(() => new CsvOptions { Separator = separator });

    [Fact]
    public void ByteOrderMarks_AreNoPartOfTheFirstName()
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
            Assert.Equal(["é"], Dataset.FromCsv(Write("größe,b\né,1\n", encoding)).Texts("größe"));
    }

    [Fact]
    public void OtherEncodings_AreGiven_AndOtherBytesRefused()
    {
        string path = Write("name,n\né,1\n", Encoding.Latin1);
        Assert.Equal(["é"], Dataset.FromCsv(path, options: new CsvOptions { Encoding = Encoding.Latin1 }).Texts("name"));
        var e = Assert.Throws<TableFileException>(() => Dataset.FromCsv(path));
        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
        Assert.Equal(path, e.Path);
    }

    [Fact]
    public void Trim_CanBeSwitchedOff()
    {
        Assert.Equal([" x "], Read("a,b\n x ,1\n", options: new CsvOptions { Trim = false }).Texts("a"));
        Assert.Equal([" x "], Read("a,b\n\" x \",1\n").Texts("a"));
    }

    [Fact]
    public void Names_AreThoseGiven_OrNumbered()
    {
        Assert.Equal(["x", "y"], Read("a,b\n1,2\n", options: new CsvOptions { ColumnNames = ["x", "y"] }).Columns.Select(c => c.Name));
        Table numbered = Read("1,2\n3,4\n", options: new CsvOptions { HasHeader = false });
        Assert.Equal([2, 4], numbered.Integers("column_1"));
        Assert.Equal([1, 3], Read("1,2\n3,4\n", options: new CsvOptions { HasHeader = false, ColumnNames = ["x", "y"] }).Integers("x"));
        Assert.Equal([0, 1], Read(",a\n0,5\n1,6\n").Integers("Unnamed: 0"));
    }
}
