using System.Collections;
using Fashion.Keras.Configuration;

namespace Fashion.Keras;

/// <summary>
/// How to make layers, losses, metrics and activations of your own that a file names. Loading makes nothing that is neither
/// Keras's nor listed here; a file cannot run code of its choice.
/// </summary>
/// <example><code>
/// var model = Model.Load("model.keras", customObjects: new CustomObjects
/// {
///     config => new ScaleShift(),                                  // known by its class
///     { "log_cosh", _ => Loss.Create("log_cosh", LogCosh) },       // known by its name
/// });
/// </code></example>
public sealed class CustomObjects : IEnumerable<string>
{
    private readonly Dictionary<string, Func<ConfigReader, object>> _makers = new(StringComparer.Ordinal);

    /// <summary>Registers a class under the name of its <see cref="RegisterSerializableAttribute"/>, or <c>Custom&gt;ClassName</c>.</summary>
    /// <typeparam name="T">A layer, loss or metric of your own.</typeparam>
    /// <param name="create">Makes one from its stored arguments; a layer gets its name and its weights afterwards.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add<T>(Func<ConfigReader, T> create) where T : class, IKerasObject => Add(RegisterSerializableAttribute.NameOf(typeof(T)), create);

    /// <summary>Registers a class or a function under a name.</summary>
    /// <typeparam name="T">A layer, loss, metric or activation.</typeparam>
    /// <param name="name">What the file says: <c>package&gt;Name</c>, the class, or the name of a loss, metric or activation function.</param>
    /// <param name="create">Makes one from its stored arguments.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void Add<T>(string name, Func<ConfigReader, T> create) where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!_makers.TryAdd(name, create)) throw new ArgumentException($"'{name}' is registered already.", nameof(name));
    }

    /// <summary>The object of a kind that a file names, if it was registered.</summary>
    internal T? Find<T>(NestedConfig nested) where T : class
    {
        Func<ConfigReader, object>? make = null;
        foreach (string? name in (ReadOnlySpan<string?>)[nested.RegisteredName, nested.ClassName, nested.ClassName == "function" ? nested.Config.GetString("name") : null])
            if (name is not null && make is null) make = _makers.GetValueOrDefault(name) ?? _makers.GetValueOrDefault($"Custom>{name}");
        return make is null ? null : make(nested.Config) as T
            ?? throw new ModelFormatException($"{nested.Config.Place}: '{nested.RegisteredName ?? nested.ClassName}' is registered, but as something other than a {typeof(T).Name}.") { Entry = nested.Config.Place };
    }

    /// <summary>The registered names.</summary>
    public IEnumerator<string> GetEnumerator() => _makers.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
