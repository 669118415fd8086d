using System.Text;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// The vocabularies of a model as files of lines, at the places where Keras has them: <c>layers/string_lookup/vocabulary.txt</c>.
/// </summary>
internal static class AssetFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files of a model by their path.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(Model model)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (WeightGroup group in WeightGroup.Of(model))
            if (group.Layer is IKeepsAssets { Lines: { } lines }) files[PathOf(group.Path)] = Utf8.GetBytes(string.Join('\n', lines));
        return files;
    }

    /// <summary>Gives the layers of a model out of a file their vocabularies.</summary>
    /// <param name="model">The model; its arrays have been read.</param>
    /// <param name="files">The files of the archive by their path.</param>
    /// <param name="place">Where an older file has what newer ones have elsewhere.</param>
    /// <param name="archive">Name of the archive, for messages.</param>
    /// <exception cref="ModelFormatException">A vocabulary is missing, damaged, or does not fit its layer.</exception>
    public static void Load(Model model, IReadOnlyDictionary<string, byte[]> files, Func<string, string> place, string archive)
    {
        var done = new HashSet<Layer>();
        foreach (WeightGroup group in WeightGroup.Of(model, asStored: true))
        {
            if (group.Layer is not IKeepsAssets keeper || !done.Add(group.Layer)) continue;
            // What is inside such a layer is the same vocabulary once more.
            done.UnionWith(group.Layer.Children);
            string path = PathOf(place(group.Path));
            try
            {
                keeper.TakeLines(files.TryGetValue(path, out byte[]? data) ? Lines(data) : null);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                throw new ModelFormatException($"{archive}: layer '{ShortText.Of(group.Layer.Name)}' cannot take the vocabulary " +
                    $"'{ShortText.WithoutMiddle(KerasArchive.Assets + path, 80, 40)}': {ShortText.Of(e.Message, 200)}", e)
                { Path = archive, Entry = KerasArchive.Assets + path };
            }
        }
    }

    private static string PathOf(string weights) => weights[..(weights.LastIndexOf('/') + 1)] + KerasArchive.Vocabulary;

    // As Keras reads them: empty lines at the end do not count.
    private static string[] Lines(byte[] data)
    {
        string[] lines = Utf8.GetString(data).ReplaceLineEndings("\n").Split('\n');
        return lines[..(Array.FindLastIndex(lines, line => line.Length > 0) + 1)];
    }
}
