namespace Fashion.Keras.Tests.Support;

/// <summary>Lists that a change must extend, with messages that say where.</summary>
internal static class Expect
{
    /// <summary>Fails where something is missing.</summary>
    /// <param name="names">What is missing.</param>
    /// <param name="remedy">What would be right, and in which file.</param>
    public static void None(IEnumerable<string> names, string remedy)
    {
        string[] all = [.. names];
        Assert.True(all.Length == 0, $"{remedy}: {string.Join(", ", all)}");
    }
}
