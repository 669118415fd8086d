using System.Collections;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

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
///     { "lambda_1", _ => new Rescaling(1 / 255.0) },               // in place of the Lambda layer of that name
/// });
/// </code></example>
public sealed class CustomObjects : IEnumerable<string>
{
    private readonly Dictionary<string, (Type Makes, Func<ConfigReader, object> Make)> _makers = new(StringComparer.Ordinal);

    /// <summary>
    /// Registers a class under the name of its <see cref="RegisterSerializableAttribute"/>, or <c>Custom&gt;ClassName</c>.
    /// </summary>
    /// <typeparam name="T">A layer, loss or metric of your own.</typeparam>
    /// <param name="create">Makes one from its stored arguments; a layer gets its name and its weights afterwards.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add<T>(Func<ConfigReader, T> create) where T : class, IKerasObject =>
        Add(RegisterSerializableAttribute.NameOf(typeof(T)), create);

    /// <summary>
    /// Registers a class, a function, or what stands in place of one layer. A layer's name counts where its class cannot be made:
    /// <c>Lambda</c>, TensorFlow's and Keras's operations between layers, classes that are unknown. The replacement gets the name
    /// and, if the file has any, the weights of that layer, and all tensors that the layer was called with; other arguments of
    /// the call are passed over. Saved again, the model has the class of the replacement.
    /// </summary>
    /// <typeparam name="T">A layer, loss, metric, activation, initializer, regularizer, constraint or optimizer.</typeparam>
    /// <param name="name">What the file says: <c>package&gt;Name</c>, the class, the name of a loss, metric or activation function, or the
    /// name of a layer.</param>
    /// <param name="create">Makes one from its stored arguments.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void Add<T>(string name, Func<ConfigReader, T> create) where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!_makers.TryAdd(name, (typeof(T), create))) throw new ArgumentException($"'{name}' is registered already.", nameof(name));
    }

    /// <summary>The object of a kind that a file names, if it was registered.</summary>
    internal T? Find<T>(NestedConfig nested) where T : class
    {
        Func<ConfigReader, object>? make = null;
        foreach (string? name in (ReadOnlySpan<string?>)[nested.RegisteredName, nested.ClassName,
            nested.ClassName == "function" ? nested.Config.GetString("name") : null])
            if (name is not null && make is null)
                make = _makers.GetValueOrDefault(name).Make ?? _makers.GetValueOrDefault($"Custom>{name}").Make;
        return make is null ? null : make(nested.Config) as T
            ?? throw new ModelFormatException($"{nested.Config.Place}: '{ShortText.Of(nested.RegisteredName ?? nested.ClassName)}' is " +
                $"registered, but as something other than a {typeof(T).Name}.")
            { Entry = nested.Config.Place };
    }

    /// <summary>What was registered in place of the object of a name; null for nothing of this kind.</summary>
    internal T? FindNamed<T>(string name, ConfigReader config) where T : class =>
        _makers.TryGetValue(name, out var maker) && typeof(T).IsAssignableFrom(maker.Makes) ? (T)maker.Make(config) : null;

    /// <summary>The registered names.</summary>
    public IEnumerator<string> GetEnumerator() => _makers.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
