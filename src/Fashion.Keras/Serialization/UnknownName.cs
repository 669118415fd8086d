using Fashion.Keras.Internal;

namespace Fashion.Keras.Serialization;

/// <summary>The error about a class or function in a file that nothing here stands for.</summary>
internal static class UnknownName
{
    /// <summary>Help for everything that only training needs.</summary>
    public const string WithoutCompile = "Register your own with CustomObjects, or load with compile: false.";

    /// <summary>Help for the parts of layers.</summary>
    public const string Register = "Register your own with CustomObjects.";

    /// <summary>Names the place, the name, the nearest known ones, and what helps.</summary>
    /// <param name="kind">What it should be: a layer class, a loss.</param>
    /// <param name="name">What the file says.</param>
    /// <param name="known">What is known.</param>
    /// <param name="config">Its place.</param>
    /// <param name="help">What the user can do.</param>
    public static ModelFormatException InFile(string kind, string name, IEnumerable<string> known, ConfigReader config, string help) =>
        new($"{config.Place}: unknown {kind} '{ShortText.Of(name)}'. {NameHints.Near(name, known)} {help}") { Entry = config.Place };
}
