using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators;

/// <summary>Why a layer cannot be written; each message says what to do.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule("FKG001", "A layer is not partial",
        "{0} has [KerasLayer], so it must be a partial class that is neither nested nor generic");

    public static readonly DiagnosticDescriptor NoConstructor = Rule("FKG002", "A layer has no public constructor",
        "{0} has [KerasLayer], but no public constructor to take its arguments from");

    public static readonly DiagnosticDescriptor CannotRead = Rule("FKG003", "An argument cannot be read",
        "{0}: no form is known for the argument '{1}' of type {2} in a config; declare FromConfig");

    public static readonly DiagnosticDescriptor CannotWrite = Rule("FKG004", "An argument cannot be written",
        "{0}: no form is known for the property {1} of type {2} in a config; declare WriteConfig");

    public static readonly DiagnosticDescriptor NoProperty = Rule("FKG005", "An argument is not kept",
        "{0}: the argument '{1}' has no property {2} to write into a config; assign it in the constructor, or declare WriteConfig");

    public static readonly DiagnosticDescriptor NoDocumentation = Rule("FKG006", "An argument is not documented",
        "{0}: the argument '{1}' has no <param> to take the documentation of its fluent method and its property from");

    public static readonly DiagnosticDescriptor SameName = Rule("FKG007", "Two layers have one name in files",
        "{0} and {1} have the same name '{2}' in files of Keras");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Fashion.Keras", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
