using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Layers out of Keras files, by Keras's class names. Only names listed here can be made; nothing that a file names is ever
/// looked up elsewhere or executed.
/// </summary>
internal static partial class LayerTable
{
    // The rows are those of the classes with [KerasLayer].
    private static readonly Dictionary<string, Func<ConfigReader, Layer>> Known = Rows();

    // Classes that Keras exports under another name than their own, by that name, which .h5 files have.
    private static readonly Dictionary<string, Func<ConfigReader, Layer>> OwnNames = new(StringComparer.Ordinal)
    {
        [GroupQueryAttention.OwnName] = GroupQueryAttention.FromConfig,
    };

    // Layers around others, which may be models.
    private static readonly Dictionary<string, Func<ConfigReader, Func<NestedConfig, Layer>, Layer>> Wrappers = WrapperRows();

    /// <summary>The class names that can be read.</summary>
    public static IEnumerable<string> Names => Known.Keys.Concat(Wrappers.Keys);

    /// <summary>Makes the layer that a file describes, without weights.</summary>
    /// <exception cref="ModelFormatException">Unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer From(NestedConfig nested) => From(nested, From);

    /// <summary>Makes the layer that a file describes, without weights.</summary>
    /// <param name="nested">Class and settings.</param>
    /// <param name="inside">Makes the layers inside it, models included.</param>
    /// <exception cref="ModelFormatException">Unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer From(NestedConfig nested, Func<NestedConfig, Layer> inside)
    {
        ArgumentNullException.ThrowIfNull(nested);
        ConfigReader config = nested.Config;
        if (config.Custom?.Find<Layer>(nested) is { } own) return Own(own, nested);
        if (Replacement(nested) is { } replacement) return replacement;
        Func<ConfigReader, Layer> make = Known.GetValueOrDefault(nested.ClassName) ?? OwnNames.GetValueOrDefault(nested.ClassName)
            ?? (Wrappers.TryGetValue(nested.ClassName, out var wrap) ? c => wrap(c, inside) : throw Unknown(nested));
        try
        {
            Layer layer = Named(make(config), config);
            // An ActivityRegularization has its own words for it; what the host computes has no gradient.
            if (layer is not (Input or HostLayer or ActivityRegularization)) layer.ReadActivityRegularizer(config);
            (layer as AdaptableLayer)?.ReadLora(config);
            LayerOptions.Check(layer, config);
            if (layer is not Input) DTypes.Read(layer, config);
            layer.InputShape ??= config.BatchShape() is { Rank: > 0 } batch ? batch[1..] : null;
            return layer;
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"{config.Place}: layer '{ShortText.Of(nested.Name ?? "")}' ({nested.ClassName}) has settings " +
                $"that cannot be used: {e.Message}", e)
            { Entry = config.Place };
        }
    }

    /// <summary>What the user registered under the name of a layer whose class cannot be made; null for nothing.</summary>
    public static Layer? Replacement(NestedConfig nested) =>
        nested.Name is { Length: > 0 } name && !Known.ContainsKey(nested.ClassName) && !OwnNames.ContainsKey(nested.ClassName)
            && !Wrappers.ContainsKey(nested.ClassName) && nested.Config.Custom?.FindNamed<Layer>(name, nested.Config) is { } own
            ? Own(own, nested)
            : null;

    // The name of the file is in the entry where the configuration has none.
    private static Layer Own(Layer layer, NestedConfig nested)
    {
        Layer own = Named(layer, nested.Config);
        if (nested.Name is { Length: > 0 } name) own.Name = name;
        DTypes.ReadInput(own, nested.Config);
        own.StoredClassName = nested.ClassName[(nested.ClassName.LastIndexOf('>') + 1)..];
        return own;
    }

    private static ModelFormatException Unknown(NestedConfig nested)
    {
        string name = ShortText.Of(nested.Name ?? "name"),
            help = $"CustomObjects {{ {{ \"{name}\", _ => new YourLayer() }} }} puts a layer in its place";
        return nested.ClassName == "Lambda"
            ? new($"{nested.Config.Place}: layer '{name}' holds Python code (Lambda), which is never run. " +
                $"{help.Replace("new YourLayer()", "new Lambda(x => x * 2)", StringComparison.Ordinal)} that computes the same.")
            { Entry = nested.Config.Place }
            : UnknownName.InFile($"class of layer '{name}':", nested.ClassName, Names, nested.Config,
                $"Register your own with CustomObjects; {help}.");
    }

    private static Layer Named(Layer layer, ConfigReader config)
    {
        if (config.GetString("name") is { Length: > 0 } name) layer.Name = name;
        // True says nothing about layers inside, each of which has a word of its own.
        bool trainable = config.GetBool("trainable", true);
        if (!trainable || layer.Children.Count == 0) layer.Trainable = trainable;
        return layer;
    }
}
