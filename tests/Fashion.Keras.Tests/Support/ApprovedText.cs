namespace Fashion.Keras.Tests.Support;

/// <summary>Texts in the repository that are made from code.</summary>
internal static class ApprovedText
{
    /// <summary>Fails where a text is not the one in the repository, with the first line that differs and the way to write it.</summary>
    /// <param name="file">Name of the file, for the message.</param>
    /// <param name="approved">What the file holds.</param>
    /// <param name="now">What the code gives.</param>
    /// <param name="variable">The variable with which the test writes the file.</param>
    public static void Equal(string file, string approved, string now, string variable)
    {
        string[] before = approved.ReplaceLineEndings("\n").Split('\n'), after = now.Split('\n');
        if (before.SequenceEqual(after)) return;
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{file} differs from the code, first in line {line + 1}: it has '{before.ElementAtOrDefault(line)}', the code gives " +
            $"'{after.ElementAtOrDefault(line)}'. If the change is wanted, run this test with {variable}=1, build again, and review the " +
            "difference of the file.");
    }
}
