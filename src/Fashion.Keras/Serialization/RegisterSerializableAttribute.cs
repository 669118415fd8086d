namespace Fashion.Keras;

/// <summary>
/// The name under which files know a class of your own, as <c>keras.saving.register_keras_serializable</c> gives it in
/// Python. Without it a class is known as <c>Custom&gt;ClassName</c>, Keras's default.
/// </summary>
/// <param name="package">Whose class it is; keeps equal names of different authors apart.</param>
/// <param name="name">Name of the class in files; null for the C# name.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RegisterSerializableAttribute(string package, string? name = null) : Attribute
{
    /// <summary>Whose class it is.</summary>
    public string Package { get; } = package;

    /// <summary>Name of the class in files; null for the C# name.</summary>
    public string? Name { get; } = name;

    /// <summary>The registered name of a class: <c>package&gt;Name</c>.</summary>
    internal static string NameOf(Type type)
    {
        var attribute = (RegisterSerializableAttribute?)GetCustomAttribute(type, typeof(RegisterSerializableAttribute));
        return $"{attribute?.Package ?? "Custom"}>{attribute?.Name ?? type.Name}";
    }
}
