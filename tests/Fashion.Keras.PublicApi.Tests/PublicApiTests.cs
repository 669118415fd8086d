using System.Runtime.CompilerServices;

namespace Fashion.Keras.PublicApi.Tests;

public sealed class PublicApiTests
{
    /// <summary>
    /// The public surface is what PublicApi.txt says. A wanted change: run the tests with APPROVE_PUBLIC_API=1, which writes
    /// the file, and review its diff like code.
    /// </summary>
    [Fact]
    public void PublicSurface_IsTheApprovedOne()
    {
        string now = ApiText.Of(typeof(Shape).Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE_PUBLIC_API") == "1") File.WriteAllText(Path.Combine(SourceFolder(), "PublicApi.txt"), now);
        else Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt")).ReplaceLineEndings("\n"), now);
    }

    /// <summary>No name of a type may be a part of a namespace: users could not write it without qualification.</summary>
    [Fact]
    public void TypeNames_AreNoNamespaceParts()
    {
        Type[] types = typeof(Shape).Assembly.GetExportedTypes();
        var parts = types.SelectMany(t => t.Namespace!.Split('.')).ToHashSet();
        Assert.Empty(types.Where(t => parts.Contains(t.Name)).Select(t => t.FullName));
    }

    /// <summary>Namespaces are one level deep, as the folders are; schedules are the one family with a level of their own.</summary>
    [Fact]
    public void Namespaces_AreOneLevelDeep() => Assert.All(
        typeof(Shape).Assembly.GetExportedTypes().Select(t => t.Namespace!).Distinct().Where(n => n != "Fashion.Keras.Optimizers.Schedules"),
        n => Assert.InRange(n.Split('.').Length, 2, 3));

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
