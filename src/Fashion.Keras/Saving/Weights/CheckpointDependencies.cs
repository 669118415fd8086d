using System.Globalization;

namespace Fashion.Keras.Saving;

/// <summary>
/// Where tf.keras 2.12 to 2.14 put the weights of layers: each model has them in a group of this name in place of
/// <c>layers</c>. Versions 2.12 and 2.13 counted layers with weights twice, so that the second Dense is <c>dense_2</c>; the order of
/// the numbers is the order of the layers in all of them.
/// </summary>
/// <param name="root">Root of the file.</param>
internal sealed class CheckpointDependencies(Hdf5Group root)
{
    public const string Name = "_layer_checkpoint_dependencies";

    private const string Layers = "layers";

    private readonly Dictionary<string, ILookup<string, string>> _stored = new(StringComparer.Ordinal);

    /// <summary>What a group of today's layout is called in the file.</summary>
    /// <param name="path">The group: <c>layers/dense_1/vars</c>.</param>
    public string Place(string path)
    {
        string[] parts = path.Split('/');
        string place = "";
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == Layers && i + 1 < parts.Length)
            {
                place = Below(place, Name);
                place = Below(place, Stored(place, parts[++i]));
            }
            else place = Below(place, parts[i]);
        }
        return place;
    }

    private string Stored(string models, string key)
    {
        if (!_stored.TryGetValue(models, out ILookup<string, string>? names))
            _stored[models] = names = (root.FindGroup(models)?.Groups.Keys ?? []).OrderBy(name => Split(name).Number)
                .ToLookup(name => Split(name).Key);
        (string kind, int number) = Split(key);
        return names[kind].ElementAtOrDefault(number) ?? key;
    }

    // dense_2: the third of dense.
    private static (string Key, int Number) Split(string name)
    {
        int at = name.LastIndexOf('_');
        return at > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (name[..at], number)
            : (name, 0);
    }

    private static string Below(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";
}
