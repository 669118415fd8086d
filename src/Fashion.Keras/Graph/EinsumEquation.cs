namespace Fashion.Keras.Graph;

/// <summary>
/// An Einstein sum with the axes of its operands resolved: every axis has a label, a letter of the equation or, for the axes
/// that an ellipsis stands for, a negative number counted from the last one.
/// </summary>
/// <param name="Operands">Labels of the axes of each operand.</param>
/// <param name="Output">Labels of the axes of the result.</param>
internal sealed record EinsumEquation(int[][] Operands, int[] Output)
{
    private const string Ellipsis = "...";

    /// <summary>Reads an equation for operands of these ranks.</summary>
    /// <exception cref="ArgumentException">It is no equation, or does not fit the operands; the message says why.</exception>
    public static EinsumEquation Parse(string equation, IReadOnlyList<Shape> shapes)
    {
        string[] sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        if (sides.Length > 2) throw Wrong(equation, "it has more than one '->'");
        if (terms.Length != shapes.Count) throw Wrong(equation, $"it names {terms.Length} tensor(s), but {shapes.Count} were given");
        int[][] operands = [.. terms.Select((term, i) => Labels(equation, term, shapes[i]))];
        int elided = operands.SelectMany(labels => labels).Where(label => label < 0).DefaultIfEmpty().Min();
        int[] output = sides.Length == 2 ? OutputLabels(equation, sides[1], elided) : Implicit(operands, elided);
        if (output.Distinct().Count() != output.Length) throw Wrong(equation, "a letter occurs twice after '->'");
        if (output.Except(operands.SelectMany(labels => labels)).ToArray() is [var unknown, ..])
            throw Wrong(equation, $"'{(char)unknown}' stands after '->' only");
        return new EinsumEquation(operands, output);
    }

    private static int[] Labels(string equation, string term, Shape shape)
    {
        (string before, bool elides, string after) = Split(equation, term);
        int letters = before.Length + after.Length;
        if (elides ? letters > shape.Rank : letters != shape.Rank)
            throw Wrong(equation, $"'{term}' names {letters} axes, but the tensor has the shape {shape}");
        return [.. Letters(equation, before), .. Elided(letters - shape.Rank), .. Letters(equation, after)];
    }

    private static int[] OutputLabels(string equation, string term, int elided)
    {
        (string before, bool elides, string after) = Split(equation, term);
        if (!elides && elided < 0) throw Wrong(equation, "'...' stands before '->', but not after it");
        return [.. Letters(equation, before), .. elides ? Elided(elided) : [], .. Letters(equation, after)];
    }

    // Without '->': what the ellipsis stands for, then the letters that occur once, in the order of the alphabet.
    private static int[] Implicit(int[][] operands, int elided) =>
        [.. Elided(elided), .. operands.SelectMany(labels => labels).Where(label => label > 0).GroupBy(label => label)
            .Where(group => group.Count() == 1).Select(group => group.Key).Order()];

    private static IEnumerable<int> Elided(int first) => Enumerable.Range(first, -first);

    private static (string Before, bool Elides, string After) Split(string equation, string term)
    {
        int at = term.IndexOf(Ellipsis, StringComparison.Ordinal);
        if (at < 0) return (term, false, "");
        string after = term[(at + Ellipsis.Length)..];
        return after.Contains(Ellipsis, StringComparison.Ordinal)
            ? throw Wrong(equation, $"'{term}' has '...' twice")
            : (term[..at], true, after);
    }

    private static IEnumerable<int> Letters(string equation, string letters) =>
        letters.Select(letter => char.IsAsciiLetter(letter) ? (int)letter : throw Wrong(equation, $"'{letter}' is no letter"));

    private static ArgumentException Wrong(string equation, string why) =>
        new($"The equation '{equation}' of an Einstein sum cannot be used: {why}.", nameof(equation));
}
