using System.Text;

namespace Fashion.Keras.Generators;

/// <summary>The rows of the table of layers, in the order of their names in files.</summary>
internal static class LayerRows
{
    public static string Of(IEnumerable<LayerModel> layers)
    {
        ILookup<bool, LayerModel> sorted = layers.OrderBy(l => l.KerasName, StringComparer.OrdinalIgnoreCase).ToLookup(l => l.HasInside);
        return new StringBuilder(CodeText.Head)
            .Append("using System;\nusing System.Collections.Generic;\nusing Fashion.Keras.Serialization;\n\n")
            .Append("namespace Fashion.Keras.Layers;\n\ninternal static partial class LayerTable\n{\n")
            .Append(Table("Rows", "Func<ConfigReader, Layer>", sorted[false])).Append('\n')
            .Append(Table("WrapperRows", "Func<ConfigReader, Func<NestedConfig, Layer>, Layer>", sorted[true])).Append("}\n").ToString();
    }

    private static string Table(string name, string make, IEnumerable<LayerModel> layers) =>
        $"    private static Dictionary<string, {make}> {name}() => new(StringComparer.Ordinal)\n    {{\n" +
        string.Concat(layers.Select(l => $"        [\"{l.KerasName}\"] = {l.FullName}.FromConfig,\n")) + "    };\n";
}
