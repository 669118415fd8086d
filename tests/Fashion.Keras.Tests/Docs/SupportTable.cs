using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>The page that says which names and arguments of Keras are here, made from the library itself and Keras's own list.</summary>
internal static class SupportTable
{
    private static readonly Assembly Library = typeof(Model).Assembly;
    private static readonly JsonObject Keras =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fashion.Keras.Tests", "Golden", "names", "keras.json")))!
            .AsObject();

    // Area of Keras, namespace here, and what finds a function by its name.
    private static readonly (string Area, string Namespace, Func<string, object>? ByName)[] Areas =
    [
        ("layers", "Layers", null),
        ("losses", "Losses", LossTable.ByName),
        ("metrics", "Metrics", MetricTable.ByName),
        ("optimizers", "Optimizers", null),
        ("optimizers.schedules", "Optimizers.Schedules", null),
        ("callbacks", "Callbacks", null),
        ("initializers", "Initializers", InitializerTable.ByName),
        ("regularizers", "Regularizers", RegularizerTable.ByName),
        ("constraints", "Constraints", ConstraintTable.ByName),
        ("activations", "Activations", ActivationTable.ByName),
        ("models", "", null),
        ("utils", "", null),
        ("preprocessing", "", null),
        ("saving", "", null),
    ];

    /// <summary>Names and arguments that are neither here nor explained, one per line.</summary>
    public static List<string> Unexplained { get; } = [];

    /// <summary>Explanations of what is here by now.</summary>
    public static List<string> Outdated { get; } = [];

    public static string Text()
    {
        Unexplained.Clear();
        Outdated.Clear();
        var text = new StringBuilder();
        text.Append($"""
            # What of Keras is here

            Every public name of Keras {Keras["version"]} in these modules, and the arguments of classes that differ. This page is made from the library itself and
            from Keras's own list of names by `SupportTableTests`; the test fails when they differ. [Operations](guides/ops.md) and [architectures](guides/applications.md) have pages of their own.

            Arguments are named as in Keras, in camel case. Where a row says nothing about arguments, all of them are here.

            """.ReplaceLineEndings("\n"));
        foreach ((string area, string space, Func<string, object>? byName) in Areas) AppendArea(text, area, space, byName);
        return text.ToString();
    }

    private static void AppendArea(StringBuilder text, string area, string space, Func<string, object>? byName)
    {
        JsonObject names = Keras["areas"]![area]!.AsObject();
        (string Name, string Here, bool Found)[] rows =
            [.. names.Where(n => !SupportReasons.Plumbing.Contains(n.Key))
                .Select(n => Row(area, space, n.Key, n.Value!.AsObject(), byName))];
        text.Append($"\n## keras.{area}\n\n{rows.Count(r => r.Found)} of {rows.Length}.\n\n| Keras | here |\n|---|---|\n");
        foreach ((string name, string here, _) in rows) text.Append($"| `{name}` | {here} |\n");
    }

    private static (string Name, string Here, bool Found) Row(string area, string space, string name, JsonObject entry,
        Func<string, object>? byName)
    {
        string canonical = (string)entry["is"]!;
        bool isClass = (bool)entry["class"]!;
        if (isClass && canonical != name && TypeOf(space, canonical) is { } other) return (name, $"`{other.Name}`", true);
        if (TypeOf(space, name) is { } type && isClass)
        {
            Explained(area, name, found: true);
            return (name, $"`{type.Name}`{Arguments(type, entry)}", true);
        }
        if ((SupportReasons.Elsewhere.GetValueOrDefault($"{area}.{name}")
            ?? SupportReasons.Elsewhere.GetValueOrDefault(name)) is { } elsewhere) return (name, elsewhere, true);
        if (!isClass && byName is not null && Found(byName, name)) return (name, $"`\"{name}\"`", true);
        return (name, Explained(area, name, found: false), false);
    }

    private static bool Found(Func<string, object> byName, string name)
    {
        try
        {
            return byName(name) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Type? TypeOf(string space, string name) => Library.GetExportedTypes().FirstOrDefault(t =>
        t.Namespace == (space.Length == 0 ? "Fashion.Keras" : $"Fashion.Keras.{space}")
            && (string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase)
                || t.Name == SupportReasons.OtherNames.GetValueOrDefault(name)))
        ?? (SupportReasons.OtherNames.TryGetValue(name, out string? full) ? Library.GetExportedTypes().FirstOrDefault(t => t.Name == full)
            : null);

    private static string Arguments(Type type, JsonObject entry)
    {
        HashSet<string> here =
            new(type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name!), StringComparer.OrdinalIgnoreCase);
        var absent = new List<string>();
        foreach (string argument in entry["arguments"]!.AsArray().Select(a => (string)a!))
        {
            if (here.Contains(argument.Replace("_", "", StringComparison.Ordinal))) continue;
            string? reason = SupportReasons.Argument(type.Name, argument);
            if (reason is null) Unexplained.Add($"{type.Name}({argument})");
            if (reason is not (null or "")) absent.Add($"`{argument}`: {reason}");
        }
        return absent.Count == 0 ? "" : "; " + string.Join("; ", absent);
    }

    private static string Explained(string area, string name, bool found)
    {
        string? reason = SupportReasons.Absent.GetValueOrDefault(name);
        if (found && reason is not null) Outdated.Add($"{area}.{name}");
        if (!found && reason is null) Unexplained.Add($"{area}.{name}");
        return $"not here: {reason}";
    }
}
