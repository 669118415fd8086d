namespace Fashion.Keras.Layers;

/// <summary>What a use of a layer was given in addition to its inputs in order; see <see cref="CallForm"/>.</summary>
/// <param name="Names">Names of the inputs; empty where they are one argument, or are named by their order.</param>
/// <param name="Flags">The flags that are set.</param>
internal sealed record LayerArguments(IReadOnlyList<string> Names, IReadOnlyList<string> Flags)
{
    /// <summary>Nothing.</summary>
    public static readonly LayerArguments None = new([], []);

    /// <summary>
    /// Whether the layer works as in training or as in Predict, whatever the model around it does; null for what that does.
    /// </summary>
    public bool? Training { get; init; }

    public bool Has(string flag) => Flags.Contains(flag);

    /// <summary>The same with names where there are none.</summary>
    public LayerArguments NamedBy(CallForm form, int inputs) => Names.Count > 0 ? this : this with { Names = form.NamesOf(inputs) };

    /// <summary>The input of a name; null when it was not given.</summary>
    public T? Find<T>(IReadOnlyList<T> inputs, string name) where T : class
    {
        for (int i = 0; i < Names.Count; i++)
            if (Names[i] == name) return inputs[i];
        return null;
    }

    /// <summary>What the layer is built for.</summary>
    public IReadOnlyList<Shape> Shapes(IReadOnlyList<Shape> inputs) =>
        Names.Count == 0 ? inputs : [.. inputs.Where((_, i) => CallForm.HasShape(Names[i]))];
}
