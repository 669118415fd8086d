using System.Text.RegularExpressions;

namespace Fashion.Keras.Layers;

/// <summary>Which shapes the weights and the output of <see cref="EinsumDense"/> have.</summary>
/// <param name="Kernel">Shape of the kernel.</param>
/// <param name="Bias">Shape of the bias; null for none.</param>
/// <param name="Output">Shape of the output.</param>
/// <param name="InputAxes">Axes of the kernel that are summed over.</param>
/// <param name="OutputAxes">Axes of the kernel that the output has.</param>
internal sealed partial record EinsumShapes(Shape Kernel, Shape? Bias, Shape Output, int[] InputAxes, int[] OutputAxes)
{
    /// <summary>Whether an equation has one of the three forms of the layer.</summary>
    public static bool HasForm(string equation) => Form().Match(equation).Groups is var terms && terms[0].Success
        && (terms["right"].Length == 0 || (terms["left"].Length == 0 && terms["input"].Length > 1));

    /// <summary>The shapes for an input.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="outputShape">Sizes of the output's axes without the batch and those of an ellipsis; -1 where they follow from the
    /// input.</param>
    /// <param name="biasAxes">Letters of the output that the bias has; null for no bias.</param>
    /// <param name="input">Shape of the input.</param>
    /// <exception cref="ArgumentException">They do not fit together; the message says why.</exception>
    public static EinsumShapes Of(string equation, Shape outputShape, string? biasAxes, Shape input)
    {
        GroupCollection terms = Form().Match(equation).Groups;
        string inputs = terms["input"].Value, kernel = terms["kernel"].Value, output = terms["output"].Value;
        bool left = terms["left"].Length > 0, right = terms["right"].Length > 0;
        int elided = input.Rank - inputs.Length;
        if (left || right ? elided < 0 : elided != 0)
            throw new ArgumentException($"the equation '{equation}' names {inputs.Length} axes of the input, which has the shape {input}");
        Shape between = left ? input[..elided] : input[inputs.Length..];

        // The first axis of the whole output is that of the batch.
        int stated = output.Length - (left && elided > 0 ? 0 : 1);
        if (outputShape.Rank != stated)
            throw new ArgumentException($"outputShape {outputShape} has {outputShape.Rank} sizes, but the equation '{equation}' needs " +
                $"{stated} for an input {input}");
        var sizes = new Dictionary<char, int>();
        foreach ((int axis, char letter) in inputs.Index()) sizes[letter] = input[axis + (left ? elided : 0)];
        int[] named = left && elided > 0 ? [.. outputShape] : [input[0], .. outputShape];
        foreach ((int axis, char letter) in output.Index())
        {
            bool ofInput = sizes.TryGetValue(letter, out int size);
            if (!ofInput && !kernel.Contains(letter, StringComparison.Ordinal))
                throw new ArgumentException($"the equation '{equation}' has '{letter}' in the output only");
            if (ofInput && named[axis] != Shape.Unknown && size != Shape.Unknown && named[axis] != size)
                throw new ArgumentException(
                    $"axis '{letter}' has the size {size} in the input {input}, but {named[axis]} in outputShape {outputShape}");
            if (!ofInput || size == Shape.Unknown) sizes[letter] = named[axis];
        }
        foreach (char letter in kernel.Where(letter => !sizes.ContainsKey(letter)))
            throw new ArgumentException($"the equation '{equation}' has '{letter}' in the kernel only");
        foreach (char letter in (biasAxes ?? "").Where(letter => !output.Contains(letter, StringComparison.Ordinal)))
            throw new ArgumentException($"biasAxes has '{letter}', which is no axis of the output '{output}'");
        int[] outer = [.. output.Select(letter => sizes[letter])];
        return new EinsumShapes(
            kernel.Select(letter => sizes[letter]).ToArray(),
            // From the first axis that has a bias to the last one; those between that have none are of size 1.
            biasAxes is null
                ? null
                : (Shape)(int[])[.. output[output.IndexOfAny(biasAxes.ToCharArray())..].Select(
                    letter => biasAxes.Contains(letter, StringComparison.Ordinal) ? sizes[letter] : 1),
                    .. Enumerable.Repeat(1, left ? 0 : elided)],
            left ? [.. between, .. outer] : (int[])[.. outer, .. between],
            Axes(letter => !output.Contains(letter, StringComparison.Ordinal)),
            Axes(letter => output.Contains(letter, StringComparison.Ordinal)));

        int[] Axes(Func<char, bool> chosen) => [.. kernel.Index().Where(axis => chosen(axis.Item)).Select(axis => axis.Index)];
    }

    [GeneratedRegex(
        @"^(?<left>\.\.\.)?(?<input>[a-zA-Z]+)(?<right>\.\.\.)?,(?<kernel>[a-zA-Z]+)->(?(left)\.\.\.)(?<output>[a-zA-Z]+)(?(right)\.\.\.)$")]
    private static partial Regex Form();
}
