using System.Text;

namespace Fashion.Keras.Generators;

/// <summary>What a class with the marker leaves out: properties, the way out of a config and the way into it.</summary>
internal static class LayerPart
{
    public static string Of(LayerModel layer)
    {
        var members = new List<string>();
        foreach (PropertyModel property in layer.Properties)
            members.Add($"    /// <summary>{property.Documentation}</summary>\n    public {property.Type} {property.Name} {{ get; }}\n");
        if (layer.Reading is { } reading) members.Add(Reading(layer, reading));
        if (layer.Writing.Count > 0) members.Add(Writing(layer.Writing));
        return new StringBuilder(CodeText.Head).Append("using Fashion.Keras.Serialization;\n\n").Append($"namespace {layer.Namespace};\n\n")
            .Append($"partial class {layer.Name}\n{{\n").Append(string.Join("\n", members)).Append("}\n").ToString();
    }

    private static string Reading(LayerModel layer, EquatableList<ArgumentModel> arguments) =>
        $"    internal static {(layer.HidesReading ? "new " : "")}{layer.Name} FromConfig(ConfigReader config) => new(\n" +
        string.Join(",\n", arguments.Select(a => $"        {CodeText.Identifier(a.Name)}: {a.Code}")) + ");\n";

    private static string Writing(EquatableList<ArgumentModel> arguments) =>
        "    /// <inheritdoc/>\n    public override void WriteConfig(ConfigWriter config)\n    {\n        base.WriteConfig(config);\n" +
        "        config" + string.Join("\n            ", arguments.Select(a => a.Code)) + ";\n    }\n";
}
