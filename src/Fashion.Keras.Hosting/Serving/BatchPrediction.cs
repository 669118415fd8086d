using System.Numerics.Tensors;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>Predicts requests of one shape as one batch and hands out the rows.</summary>
internal static class BatchPrediction
{
    /// <summary>Answers all of them, or throws and answers none.</summary>
    public static void Run(Model model, List<Request> requests, int maxBatchSize)
    {
        // A model is compiled for every size of batch that occurs: a few sizes are enough, the last rows are there twice.
        int rows = Math.Min(RoundUp(requests.Count), Math.Max(requests.Count, maxBatchSize));
        int inputs = requests[0].Inputs.Count;
        var parts = new Tensor<float>[inputs];
        for (int input = 0; input < inputs; input++) parts[input] = Join(requests, input, rows);
        IReadOnlyList<Tensor<float>> outputs =
            model.PredictAll(parts.Length == 1 ? parts[0] : parts, batchSize: rows, verbose: Verbosity.Silent);
        Tensor<float>[][] answers = [.. requests.Select(_ => new Tensor<float>[outputs.Count])];
        for (int output = 0; output < outputs.Count; output++) Split(outputs[output], answers, output);
        for (int i = 0; i < answers.Length; i++) requests[i].Answer(answers[i]);
    }

    /// <summary>The next of 1, 2, 3, 4, 6, 8, 12, 16, 24 ...: at most half as many again.</summary>
    public static int RoundUp(int count)
    {
        int power = 1;
        while (power < count) power *= 2;
        int between = power / 4 * 3;
        return between >= count ? between : power;
    }

    private static Tensor<float> Join(List<Request> requests, int input, int rows)
    {
        Shape shape = requests[0].Shapes[input];
        int size = requests[0].Inputs[input].Length;
        var values = new float[checked(rows * size)];
        for (int row = 0; row < rows; row++)
            requests[Math.Min(row, requests.Count - 1)].Inputs[input].Span.CopyTo(values.AsSpan(row * size));
        return Tensor.Create(values, [rows, .. shape.Select(length => (nint)length)]);
    }

    private static void Split(Tensor<float> output, Tensor<float>[][] answers, int index)
    {
        nint[] lengths = [.. output.Lengths[1..]];
        int size = 1;
        foreach (nint length in lengths) size *= (int)length;
        var values = new float[output.FlattenedLength];
        output.FlattenTo(values);
        for (int row = 0; row < answers.Length; row++)
            answers[row][index] = Tensor.Create(values.AsSpan(row * size, size).ToArray(), lengths.Length == 0 ? [1] : lengths);
    }
}
