using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>docs/support.md says what is true. With APPROVE_SUPPORT_TABLE=1 the page is written.</summary>
public sealed class SupportTableTests
{
    [Fact]
    public void Page_SaysWhatIsHere()
    {
        string path = Path.Combine(Repository.Root, "docs", "support.md"), text = SupportTable.Text();
        Assert.True(SupportTable.Unexplained.Count == 0,
            "Neither here nor explained in SupportReasons:\n" + string.Join("\n", SupportTable.Unexplained));
        Assert.True(SupportTable.Outdated.Count == 0,
            "Here by now, so SupportReasons should not explain it: " + string.Join(", ", SupportTable.Outdated));
        if (Environment.GetEnvironmentVariable("APPROVE_SUPPORT_TABLE") == "1") File.WriteAllText(path, text);
        ApprovedText.Equal("docs/support.md", File.ReadAllText(path), text, "APPROVE_SUPPORT_TABLE");
    }
}
