using System.Reflection;
using System.Runtime.CompilerServices;

#pragma warning disable FKENGINE001 // The reference engine is named.

namespace Fashion.Keras.PublicApi.Tests;

public sealed class PublicApiTests
{
    private static readonly Dictionary<string, Assembly> Libraries = new()
    {
        ["PublicApi.txt"] = typeof(Shape).Assembly,
        ["PublicApi.Applications.txt"] = typeof(Applications).Assembly,
        ["PublicApi.Distributed.txt"] = typeof(Distributed.DataParallel).Assembly,
        ["PublicApi.Experiments.txt"] = typeof(Experiments.Study).Assembly,
        ["PublicApi.Hdf5.txt"] = typeof(Hdf5.H5File).Assembly,
        ["PublicApi.Hosting.txt"] = typeof(Hosting.ModelServer).Assembly,
        ["PublicApi.Images.txt"] = typeof(ImageFolder).Assembly,
        ["PublicApi.Onnx.txt"] = typeof(OnnxExport).Assembly,
        ["PublicApi.Plotting.txt"] = typeof(HistoryPlotExtensions).Assembly,
        ["PublicApi.ReferenceEngine.txt"] = typeof(Reference.ReferenceEngine).Assembly,
        ["PublicApi.Reporting.txt"] = typeof(ReportExtensions).Assembly,
        ["PublicApi.Tables.txt"] = typeof(Table).Assembly,
        ["PublicApi.TensorBoard.txt"] = typeof(Callbacks.TensorBoard).Assembly,
    };

    public static TheoryData<string> Files => [.. Libraries.Keys];

    /// <summary>
    /// The public surface is what the file says. A wanted change: run the tests with APPROVE_PUBLIC_API=1, which writes
    /// the file, and review its diff like code.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void PublicSurface_IsTheApprovedOne(string file)
    {
        string now = ApiText.Of(Libraries[file]);
        if (Environment.GetEnvironmentVariable("APPROVE_PUBLIC_API") == "1") File.WriteAllText(Path.Combine(SourceFolder(), file), now);
        else ApprovedText.Equal(file, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), now, "APPROVE_PUBLIC_API");
    }

    /// <summary>No name of a type may be a part of a namespace: users could not write it without qualification.</summary>
    [Fact]
    public void TypeNames_AreNoNamespaceParts()
    {
        var parts = Types.SelectMany(t => t.Namespace!.Split('.')).ToHashSet();
        Assert.Empty(Types.Where(t => parts.Contains(t.Name)).Select(t => t.FullName));
    }

    /// <summary>Namespaces are one level deep, as the folders are; schedules are the one family with a level of their own.</summary>
    [Fact]
    public void Namespaces_AreOneLevelDeep() => Assert.All(
        Types.Select(t => t.Namespace!).Distinct().Where(n => n != "Fashion.Keras.Optimizers.Schedules"),
        n => Assert.InRange(n.Split('.').Length, 2, 3));

    private static IEnumerable<Type> Types => Libraries.Values.SelectMany(ApiText.Types);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
