namespace Fashion.Keras.Tests.Architecture;

/// <summary>Dependencies between the folders of the library run one way.</summary>
public sealed class DependencyTests
{
    private static readonly IReadOnlyList<DependencyScan.Use> Uses = new DependencyScan().Uses();

    // What a folder may use, besides itself; a file outside of the folders counts as one of its own.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Internal"] = [],
        ["Data"] = ["Internal"],
        ["Graph"] = ["Data", "Internal"],
        ["Serialization"] = ["Data", "Internal"],
        ["Activations"] = ["Graph", "Data", "Serialization", "Internal"],
        ["Initializers"] = ["Graph", "Data", "Serialization", "Internal"],
        ["Regularizers"] = ["Graph", "Data", "Serialization", "Internal"],
        ["Constraints"] = ["Graph", "Data", "Serialization", "Internal"],
        ["Layers"] = ["Graph", "Data", "Serialization", "Internal", "Activations", "Initializers", "Regularizers", "Constraints"],
        ["Losses"] = ["Graph", "Data", "Serialization", "Internal"],
        ["Metrics"] = ["Graph", "Data", "Serialization", "Internal", "Losses"],
        ["Optimizers"] = ["Graph", "Data", "Serialization", "Internal", "Constraints"],
        ["Kernels"] = ["Internal"],
        ["Execution"] = ["Graph", "Data"],
        // Whether a weight has a penalty or a rule decides how it lies in memory.
        ["Engine"] = ["Execution", "Graph", "Data", "Kernels", "Internal", "Regularizers", "Constraints"],
        ["Reporting"] = ["Data", "Internal"],
        ["Utils.cs"] = ["Data", "Internal"],
        // The progress of a download is text for people.
        ["Datasets"] = ["Data", "Internal", "Reporting", "Utils.cs"],
        // A file that is not what it should be is one kind of error, here for a Tokenizer.
        ["Pipelines"] = ["Data", "Internal", "Serialization"],
        // Sees a model through ITrainable.
        ["Training"] = ["Pipelines", "Execution", "Graph", "Data", "Internal", "Layers", "Losses", "Metrics", "Optimizers", "Regularizers",
            "Serialization", "Reporting"],
        ["Models"] = ["Training", "Layers", "Optimizers", "Losses", "Metrics", "Graph", "Data", "Serialization", "Internal", "Reporting",
            "Execution", "Engine"],
        ["Saving"] = ["Models", "Training", "Layers", "Losses", "Metrics", "Optimizers", "Graph", "Data", "Serialization", "Internal",
            "Activations", "Initializers", "Regularizers", "Constraints"],
        ["Callbacks"] = ["Models", "Saving", "Training", "Layers", "Metrics", "Optimizers", "Graph", "Data", "Serialization", "Internal",
            "Reporting"],
        ["Functions"] = ["Models", "Training", "Execution", "Layers", "Metrics", "Graph", "Data", "Internal"],
        ["Fitting"] = ["Pipelines", "Callbacks", "Models", "Training", "Layers", "Optimizers", "Graph", "Data", "Internal", "Reporting"],
        // A plan of its own, from the graph of the model's step.
        ["Prediction"] = ["Models", "Training", "Execution", "Layers", "Graph", "Data", "Internal"],
        ["Evaluation"] = ["Training", "Data", "Internal", "Reporting"],
    };

    // What a sub-folder may use of its neighbours in the same folder; the folder itself, which holds what all of them share, is open to
    // all.
    private static readonly Dictionary<string, string[]> AllowedNeighbours = new()
    {
        ["Engine/Elementwise"] = ["Engine/Layouts", "Engine/Plan"],
        ["Engine/Fusion"] = ["Engine/Elementwise", "Engine/Layouts", "Engine/Lowering", "Engine/Operations"],
        ["Engine/Lowering"] = ["Engine/Elementwise", "Engine/Layouts", "Engine/Operations", "Engine/Plan", "Engine/Steps"],
        ["Engine/Plan"] = ["Engine/Layouts", "Engine/Workers"],
        ["Engine/Steps"] = ["Engine/Layouts", "Engine/Plan"],
        ["Layers/Attention"] = ["Layers/Core", "Layers/Activation", "Layers/Regularization"],
        ["Graph/Windows"] = ["Graph/Operations"],
        ["Layers/Recurrent"] = ["Layers/Convolution"],
        ["Layers/Preprocessing"] = ["Layers/Lookup"],
        ["Layers/Lookup"] = ["Layers/Core"],
        ["Layers/Wrapping"] = ["Layers/Core", "Layers/Recurrent"],
        ["Layers/Reshaping"] = ["Layers/Preprocessing"],
        ["Saving/Weights"] = ["Saving/Hdf5", "Saving/Safetensors"],
        // The building blocks are Elementwise and Copies, then Products and Rows; the other families use them.
        ["Kernels/Products"] = ["Kernels/Elementwise", "Kernels/Copies"],
        ["Kernels/Rows"] = ["Kernels/Elementwise"],
        ["Kernels/Attention"] = ["Kernels/Products", "Kernels/Elementwise", "Kernels/Copies"],
        ["Kernels/Convolution"] = ["Kernels/Products", "Kernels/Rows", "Kernels/Elementwise", "Kernels/Copies"],
        ["Kernels/Recurrent"] = ["Kernels/Products", "Kernels/Elementwise", "Kernels/Copies"],
        ["Kernels/Reductions"] = ["Kernels/Elementwise"],
        ["Kernels/Classification"] = ["Kernels/Elementwise"],
        ["Training/Batches"] = ["Training/Ranks"],
        ["Training/Loops"] = ["Training/Batches", "Training/Ranks", "Training/Arguments", "Training/Results"],
        ["Training/Custom"] = ["Training/Loops", "Training/Arguments", "Training/Results"],
    };

    public static IEnumerable<TheoryDataRow<string>> Folders => Allowed.Keys.Select(f => new TheoryDataRow<string>(f));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_UsesOnly_WhatTheArchitectureAllows(string folder)
    {
        string[] offenders =
        [
            .. from use in Uses
               let to = Top(use.To)
               where Top(use.From) == folder && to != folder && !Allowed[folder].Contains(to)
               select $"{use.User} ({use.From}) uses {use.Used} ({use.To})",
        ];
        Assert.True(offenders.Length == 0, string.Join("\n", offenders));
    }

    [Fact]
    public void Subfolders_UseOnly_TheNeighboursThatTheArchitectureAllows()
    {
        string[] offenders =
        [
            .. from use in Uses
               where use.From.Contains('/', StringComparison.Ordinal) && use.To.Contains('/', StringComparison.Ordinal)
                   && Top(use.From) == Top(use.To)
               where !AllowedNeighbours.GetValueOrDefault(use.From, []).Contains(use.To)
               select $"{use.User} ({use.From}) uses {use.Used} ({use.To})",
        ];
        Assert.True(offenders.Length == 0, string.Join("\n", offenders));
    }

    [Fact]
    public void Folders_HaveNoCycles() => AssertNoCycles(Uses.Select(u => (Top(u.From), Top(u.To))));

    // What lies in a folder itself is what its sub-folders share (a base class) or what joins them (a table of classes), so only
    // sub-folders are looked at here.
    [Fact]
    public void Subfolders_OfOneFolder_HaveNoCycles() =>
        AssertNoCycles(Uses.Where(u => u.From.Contains('/', StringComparison.Ordinal) && u.To.Contains('/', StringComparison.Ordinal))
            .Select(u => (u.From, u.To)));

    [Fact]
    public void FolderCycles_OfAGraphWithOne_AreSeen()
    {
        Assert.Equal([["b", "c", "d"]], FolderCycles.Find([("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("d", "e")]));
        Assert.Empty(FolderCycles.Find([("a", "b"), ("b", "c"), ("a", "c")]));
    }

    [Fact]
    public void Scan_KnownUses_AreFound()
    {
        // A scan that found nothing would let everything pass: these stand in a method body only.
        Assert.Contains(Uses,
            u => u is
            {
                User: "Fashion.Keras.DefaultEngine", From: "Models", Used: "Fashion.Keras.Engine.ManagedEngine", To: "Engine"
            });
        Assert.Contains(Uses, u => u.Used == typeof(Shape).FullName && u.To == "Data");
    }

    [Fact]
    public void Scan_PartsOfAPartialType_CountForTheirOwnFolders()
    {
        DependencyScan.Use[] model = [.. Uses.Where(u => u.User == typeof(Model).FullName)];
        Assert.Contains(model, u => u is { From: "Saving", To: "Training" });
        Assert.Contains(model, u => u is { From: "Fitting", To: "Callbacks" });
        Assert.Contains(Uses, u => u is { From: "Callbacks", To: "Saving" } && u.Used == typeof(Model).FullName);
        Assert.DoesNotContain(model, u => u is { From: "Models", To: "Saving" or "Callbacks" or "Fitting" });
    }

    [Fact]
    public void EveryFolder_HasARule() =>
        Assert.Empty(Uses.SelectMany(u => new[] { Top(u.From), Top(u.To) }).Distinct().Except(Allowed.Keys));

    [Fact]
    public void Engine_IsNamedBy_AtMostOneTypeOutside()
    {
        string[] users = [.. Uses.Where(u => Top(u.To) == "Engine" && Top(u.From) != "Engine").Select(u => u.User).Distinct()];
        Assert.True(users.Length <= 1, string.Join(", ", users));
    }

    [Fact]
    public void Console_IsTouchedBy_ReportingOnly() =>
        Assert.All(DependencyScan.UsersOf(typeof(Console)),
            user => Assert.StartsWith("Fashion.Keras.Reporting.", user, StringComparison.Ordinal));

    private static string Top(string folder) => folder.Split('/')[0];

    private static void AssertNoCycles(IEnumerable<(string From, string To)> arrows)
    {
        string[] cycles =
        [
            .. from @group in FolderCycles.Find(arrows.Where(a => a.From != a.To))
               from use in Uses
               where Within(use.From, @group) is { } origin && Within(use.To, @group) is { } target && origin != target
               select $"{use.From} -> {use.To}: {use.User} names {use.Used}",
        ];
        Assert.True(cycles.Length == 0, string.Join("\n", cycles));

        static string? Within(string folder, string[] group) =>
            group.Contains(folder) ? folder : group.Contains(Top(folder)) ? Top(folder) : null;
    }
}
