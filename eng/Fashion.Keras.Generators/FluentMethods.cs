using System.Text;

namespace Fashion.Keras.Generators;

/// <summary>The fluent methods of a layer: its part of the class that has those of all.</summary>
internal static class FluentMethods
{
    public static string Of(LayerModel layer)
    {
        var code = new StringBuilder(CodeText.Head);
        code.Append("namespace Fashion.Keras;\n\npublic static partial class LayerMethods\n{\n");
        code.Append(string.Join("\n", layer.Methods.Select(method => Method(layer, method))));
        return code.Append("}\n").ToString();
    }

    private static string Method(LayerModel layer, MethodModel method)
    {
        string[] documentation =
        [
            $"<summary>Appends the layer <see cref=\"T:{layer.Namespace}.{layer.Name}\"/>. {method.Summary}</summary>",
            "<typeparam name=\"T\">What comes back.</typeparam>",
            "<param name=\"target\">A model, a tensor, or what a layer gave.</param>",
            .. method.Parameters.Select(p => $"<param name=\"{p.Name}\">{p.Documentation}</param>"),
            "<returns>The model, or the output of the layer, the first one of several.</returns>",
            .. method.Notes,
        ];
        var code = new StringBuilder();
        foreach (string line in documentation) code.Append("    /// ").Append(line).Append('\n');
        if (method.Priority is { } priority)
            code.Append($"    [global::System.Runtime.CompilerServices.OverloadResolutionPriority({priority})]\n");
        string[] parameters = ["this global::Fashion.Keras.Layers.ILayerTarget<T> target", .. method.Parameters.Select(p => p.Declaration)];
        code.Append($"    public static T {layer.KerasName}<T>(\n        {string.Join(",\n        ", parameters)})\n    {{\n");
        string arguments = string.Join(", ", method.Parameters.Select(p => CodeText.Identifier(p.Name)).Select(name => $"{name}: {name}"));
        code.Append("        global::System.ArgumentNullException.ThrowIfNull(target);\n");
        code.Append($"        return target.Then(new {layer.FullName}({arguments}));\n");
        return code.Append("    }\n").ToString();
    }
}
