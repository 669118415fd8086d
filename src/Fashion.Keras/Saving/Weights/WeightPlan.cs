using System.Globalization;
using System.Text;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>
/// What is going to be loaded: first everything is compared, then everything is read, and only then weights change. So a
/// file that does not fit changes nothing.
/// </summary>
/// <param name="file">Name of the file, for messages.</param>
internal sealed class WeightPlan(string file)
{
    private const int LinesLength = 180;

    // What needs no conversion is read as it is; else Read gives the values.
    private readonly List<(Variable Weight, StoredArray? AsItIs, Func<float[]>? Read)> _pairs = [];
    private readonly List<(StoredArray Data, Action<float[]> Take)> _arrays = [];
    private readonly Dictionary<Variable, string> _names = [];
    private readonly List<string> _missing = [], _unexpected = [], _misshaped = [], _unmatched = [];

    /// <summary>Layers that only one side has, where that is allowed; one line each.</summary>
    public IReadOnlyList<string> Unmatched => _unmatched;

    /// <summary>Whether some weights have another layout in the file than here, so that an optimizer's state does too.</summary>
    public bool HasOtherLayout { get; set; }

    /// <summary>Whether nothing at all is loaded.</summary>
    public bool IsEmpty => _pairs.Count == 0 && _arrays.Count == 0;

    /// <summary>Everything that does not fit, one line each.</summary>
    public IReadOnlyList<string> Problems => [.. _missing, .. _unexpected, .. _misshaped];

    /// <summary>Plans one weight.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="data">Its values in the file; null when the file has none.</param>
    /// <param name="place">Where the values should be.</param>
    /// <param name="convert">How older layouts become today's, for another shape than the weight's; null where there is no such
    /// layout.</param>
    /// <param name="turn">What is done with values in today's layout; null for nothing.</param>
    public void Add(Variable weight, StoredArray? data, string place, Func<Shape, Func<float[], float[]>?>? convert = null,
        Func<float[], float[]>? turn = null)
    {
        if (data is null) { _missing.Add($"missing: '{place}' for weight '{weight.Path}' {weight.Shape}"); return; }
        Shape found = data.Shape;
        if (found == weight.Shape && turn is null) { _pairs.Add((weight, data, null)); return; }
        if (found == weight.Shape) { Take(values => values); return; }
        if (convert?.Invoke(found) is { } conversion) { Take(conversion); return; }
        _misshaped.Add($"wrong shape: '{place}' is {found}, but weight '{weight.Path}' is {weight.Shape}");

        void Take(Func<float[], float[]> conversion) => _pairs.Add((weight, null, () =>
        {
            float[] values = conversion(data.Read(weight.Shape.ElementCount));
            return turn is null ? values : turn(values);
        }
        ));
    }

    /// <summary>Plans one weight that the file has in several arrays.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="parts">The arrays; null for one that the file does not have.</param>
    /// <param name="places">Where they should be.</param>
    /// <param name="shape">The shape that each should have.</param>
    /// <param name="join">Makes the weight of them.</param>
    public void AddParts(Variable weight, IReadOnlyList<Hdf5Dataset?> parts, IReadOnlyList<string> places, Shape shape,
        Func<float[][], float[]> join)
    {
        foreach ((Hdf5Dataset? part, string place) in parts.Zip(places))
        {
            if (part is null) { _missing.Add($"missing: '{place}' for weight '{weight.Path}' {weight.Shape}"); return; }
            if (part.Shape != shape)
            {
                _misshaped.Add(
                $"wrong shape: '{place}' is {part.Shape}, but its part of weight '{weight.Path}' is {shape}"); return;
            }
        }
        _pairs.Add((weight, null, () => join([.. parts.Select(part => part!.Read(shape.ElementCount))])));
    }

    /// <summary>Plans zeros for a weight that files have as part of another one.</summary>
    public void AddZeros(Variable weight) => _pairs.Add((weight, null, () => new float[weight.Shape.ElementCount]));

    /// <summary>Plans an array that is no weight.</summary>
    /// <param name="data">Its values in the file.</param>
    /// <param name="take">Takes them; it cannot fail.</param>
    public void AddArray(StoredArray data, Action<float[]> take) => _arrays.Add((data, take));

    /// <summary>What the file calls a weight; null where it does not say.</summary>
    public string? StoredName(Variable weight) => _names.GetValueOrDefault(weight);

    /// <summary>Notes what the file calls a weight.</summary>
    public void AddName(Variable weight, string name) => _names[weight] = name;

    /// <summary>Notes what the file has and the model has not.</summary>
    public void AddUnexpected(string place) => _unexpected.Add($"unexpected: '{place}'");

    /// <summary>Notes a layer that only one side has.</summary>
    public void AddUnmatched(string what) => _unmatched.Add(what);

    /// <summary>Notes a group with another number of weights.</summary>
    public void AddMissing(string what) => _missing.Add($"missing: {what}");

    /// <summary>
    /// Reads everything straight to where it stays. For a model that is not returned yet: when reading fails, part of it is there.
    /// </summary>
    /// <exception cref="ModelFormatException">Something does not fit or cannot be read.</exception>
    public void Load()
    {
        if (Problems.Count > 0) throw DoesNotFit();
        foreach ((StoredArray data, Action<float[]> take) in _arrays) take(data.Read(data.Shape.ElementCount));
        foreach ((Variable weight, StoredArray? asItIs, Func<float[]>? read) in _pairs)
        {
            if (asItIs is not null) weight.Fill(asItIs.Read);
            else weight.Set(read!());
        }
    }

    /// <summary>Reads everything, before anything changes.</summary>
    /// <param name="skipMismatch">Whether to leave out what does not fit instead of refusing everything.</param>
    /// <returns>Assigns what was read; it cannot fail.</returns>
    /// <exception cref="ModelFormatException">Something does not fit; one of each kind is listed, and nothing was changed.</exception>
    public Action Prepare(bool skipMismatch)
    {
        if (Problems.Count > 0 && !skipMismatch) throw DoesNotFit();
        float[][] values = [.. _pairs.Select(p => p.AsItIs?.Read(p.Weight.Shape.ElementCount) ?? p.Read!())];
        float[][] arrays = [.. _arrays.Select(a => a.Data.Read(a.Data.Shape.ElementCount))];
        return () =>
        {
            for (int i = 0; i < arrays.Length; i++) _arrays[i].Take(arrays[i]);
            for (int i = 0; i < values.Length; i++) _pairs[i].Weight.Set(values[i]);
        };
    }

    private ModelFormatException DoesNotFit()
    {
        // One of each kind says most.
        string[] first = [.. _misshaped.Take(1), .. _missing.Take(1), .. _unexpected.Take(1)];
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{file}: the weights do not fit, so none were loaded " +
            $"({_missing.Count} " +
            $"missing, {_unexpected.Count} unexpected, {_misshaped.Count} of the wrong shape):"));
        foreach (string problem in first)
            text.Append("\n  ").Append(ShortText.WithoutMiddle(problem, LinesLength / first.Length, LinesLength / first.Length / 2));
        text.Append("\nLoadWeights(skipMismatch: true) loads the rest.");
        return new ModelFormatException(text.ToString()) { Path = file };
    }
}
