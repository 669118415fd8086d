using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators;

/// <summary>How arguments of each type are read by <c>ConfigReader</c> and written by <c>ConfigWriter</c>.</summary>
internal static class ConfigForms
{
    /// <summary>What reads an argument; a missing key is the constructor's default. Null for a type without a form.</summary>
    public static string? Read(IParameterSymbol parameter, string key)
    {
        string type = CodeText.Short(CodeText.WithoutNull(parameter.Type)), quoted = $"\"{key}\"";
        bool allowsNull = CodeText.AllowsNull(parameter.Type), isLeftOut = parameter.HasExplicitDefaultValue;
        string? usual = isLeftOut && parameter.ExplicitDefaultValue is not null ? CodeText.Default(parameter) : null;
        string or = usual is null ? "" : $", {usual}";
        // Null stands for the default of the constructor, which only then may be another value than null.
        if (allowsNull && (usual is not null || !isLeftOut)) return null;
        return type switch
        {
            "bool" when !allowsNull && usual is not null => $"config.GetBool({quoted}{or})",
            "int" => allowsNull ? $"config.GetIntOrNull({quoted})" : $"config.GetInt({quoted}{or})",
            "double" => allowsNull ? $"config.GetDoubleOrNull({quoted})" : $"config.GetDouble({quoted}{or})",
            "string" when allowsNull => $"config.GetString({quoted})",
            "string" => usual is null ? Required($"config.GetString({quoted})", quoted, "a text") : $"config.GetString({quoted}{or})!",
            "Shape" when allowsNull => $"config.GetShape({quoted})",
            "Shape" => Required($"config.GetShape({quoted})", quoted, "a list of sizes"),
            "Size2D" => allowsNull ? IfThere($"config.GetSize2D({quoted})", quoted) : $"config.GetSize2D({quoted})",
            "RandomRange" => allowsNull ? IfThere($"config.RandomRange({quoted})", quoted) : $"config.RandomRange({quoted})",
            "ActivationFunction" when allowsNull => $"config.Activation({quoted})",
            "Initializer" or "Regularizer" or "Constraint" when allowsNull => $"config.{type}({quoted})",
            "Margin1D" or "Margin2D" or "Margin3D" when allowsNull => $"config.{type}({quoted})",
            // The range of the values of images.
            "(double Low, double High)" when allowsNull && key == "value_range" => "ImageValues.Read(config)",
            "IReadOnlyList<int>" when allowsNull => $"config.GetAxes({quoted})",
            "IReadOnlyList<double>" when allowsNull => $"config.GetNumbers({quoted})",
            _ when CodeText.ChoiceOf(parameter.Type) is { } choice && isLeftOut =>
                $"config.ChoiceArgument<{CodeText.Type(choice)}>({quoted})",
            _ => null,
        };
    }

    /// <summary>What writes a property; null for a type without a form.</summary>
    public static string? Write(ITypeSymbol property, string key, string name)
    {
        ITypeSymbol type = CodeText.WithoutNull(property);
        string quoted = $"\"{key}\"";
        return CodeText.Short(type) switch
        {
            "bool" when CodeText.AllowsNull(property) => null,
            "IReadOnlyList<int>" => CodeText.AllowsNull(property) ? null : $".WriteAxes({quoted}, {name})",
            "IReadOnlyList<double>" => $".WriteNumbers({quoted}, {name})",
            "bool" or "int" or "double" or "string" or "Shape" or "ActivationFunction" or "Initializer" or "Regularizer" or "Constraint" =>
                $".Write({quoted}, {name})",
            "RandomRange" => $".Write({quoted}, {name})",
            "Size2D" or "Margin1D" or "Margin2D" or "Margin3D" when !CodeText.AllowsNull(property) => $".Write({quoted}, {name})",
            "(double Low, double High)" when !CodeText.AllowsNull(property) => $".Write({quoted}, (RandomRange){name})",
            _ when type.TypeKind == TypeKind.Enum => $".WriteChoice<{CodeText.Type(type)}>({quoted}, {name})",
            _ => null,
        };
    }

    private static string Required(string read, string key, string expected) => $"{read} ?? throw config.Wrong({key}, \"{expected}\")";

    private static string IfThere(string read, string key) => $"config.Has({key}) ? {read} : null";
}
