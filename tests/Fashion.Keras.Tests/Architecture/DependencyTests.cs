namespace Fashion.Keras.Tests.Architecture;

/// <summary>Dependencies between the folders of the library run one way.</summary>
public sealed class DependencyTests
{
    private static readonly IReadOnlyList<DependencyScan.Use> Uses = new DependencyScan().Uses();

    // What a folder may use, beside itself; a file beside the folders counts as one of its own.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Internal"] = [],
        ["Data"] = ["Internal"],
        // A variable carries the penalty and the rule of its weight.
        ["Graph"] = ["Data", "Internal", "Regularizers", "Constraints"],
        ["Configuration"] = ["Data", "Internal"],
        ["Activations"] = ["Graph", "Data", "Configuration", "Internal"],
        ["Initializers"] = ["Graph", "Data", "Configuration", "Internal"],
        ["Regularizers"] = ["Graph", "Data", "Configuration", "Internal"],
        ["Constraints"] = ["Graph", "Data", "Configuration", "Internal"],
        ["Layers"] = ["Graph", "Data", "Configuration", "Internal", "Activations", "Initializers", "Regularizers", "Constraints"],
        ["Losses"] = ["Graph", "Data", "Configuration", "Internal"],
        ["Metrics"] = ["Graph", "Data", "Configuration", "Internal", "Losses"],
        ["Optimizers"] = ["Graph", "Data", "Configuration", "Internal", "Constraints"],
        ["Kernels"] = ["Internal"],
        ["Execution"] = ["Graph", "Data"],
        ["Engine"] = ["Execution", "Graph", "Data", "Kernels", "Internal"],
        // The progress of a download is text for people.
        ["Datasets"] = ["Data", "Internal", "Reporting", "Utils.cs"],
        ["Reporting"] = ["Data", "Internal"],
        ["Utils.cs"] = ["Data", "Internal"],
    };

    // What the outer folders, which join the others together, must never use.
    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["Evaluation"] = ["Graph", "Layers", "Execution", "Engine", "Kernels"],
        ["Callbacks"] = ["Execution", "Engine", "Kernels"],
        // The settings of compile, which Keras's files store, lie in Training.
        ["Saving"] = ["Execution", "Engine", "Kernels"],
        ["Training"] = ["Engine", "Kernels"],
        ["Models"] = ["Kernels"],
    };

    public static IEnumerable<TheoryDataRow<string>> Folders => Allowed.Keys.Concat(Forbidden.Keys).Select(f => new TheoryDataRow<string>(f));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_UsesOnly_WhatTheArchitectureAllows(string folder)
    {
        string[] offenders =
        [
            .. from use in Uses
               where use.UserFolders is [var only] && only == folder
               where !use.UsedFolders.Any(used => Allowed.TryGetValue(folder, out string[]? allowed) ? allowed.Contains(used) : !Forbidden[folder].Contains(used))
               select $"{use.User} ({folder}) uses {use.Used} ({string.Join(", ", use.UsedFolders)})",
        ];
        Assert.True(offenders.Length == 0, string.Join("\n", offenders));
    }

    [Fact]
    public void Scan_KnownUse_IsFound()
    {
        // A scan that found nothing would let everything pass: this use stands in a method body only.
        Assert.Contains(Uses, u => u.User == "Fashion.Keras.Engine.ReferenceOps" && u.Used == "Fashion.Keras.Kernels.Reference.Conv2D");
        Assert.Contains(Uses, u => u.Used == typeof(Shape).FullName && u.UsedFolders is ["Data"]);
    }

    [Fact]
    public void EveryFolder_HasARule() =>
        Assert.Empty(Uses.SelectMany(u => u.UserFolders.Concat(u.UsedFolders)).Distinct().Except(Allowed.Keys).Except(Forbidden.Keys));

    [Fact]
    public void Engine_IsNamedBy_AtMostOneTypeOutside() =>
        Assert.True(Uses.Where(u => u.UsedFolders.Contains("Engine")).Select(u => u.User).Distinct().Count() <= 1,
            string.Join(", ", Uses.Where(u => u.UsedFolders.Contains("Engine")).Select(u => u.User).Distinct()));

    [Fact]
    public void Console_IsTouchedBy_ReportingOnly() =>
        Assert.All(DependencyScan.UsersOf(typeof(Console)), user => Assert.StartsWith("Fashion.Keras.Reporting.", user, StringComparison.Ordinal));
}
