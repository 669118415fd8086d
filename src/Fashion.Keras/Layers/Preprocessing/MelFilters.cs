namespace Fashion.Keras.Layers;

/// <summary>The numbers of a mel spectrogram: a windowed Fourier transform as two matrices, and the weights of the mel bands.</summary>
internal static class MelFilters
{
    private const float HighFrequency = 1127, BreakFrequency = 700;

    /// <summary>
    /// Windowed cosines and sines, each (length, length / 2 + 1): products with them are the transform of a window of the signal.
    /// </summary>
    public static (float[] Real, float[] Imaginary) Transform(int length, int windowLength, WindowKind window)
    {
        int bins = length / 2 + 1, before = (length - windowLength) / 2;
        var (real, imaginary) = (new float[length * bins], new float[length * bins]);
        // Whole turns are left out, so that the angles are exact.
        double[] cosines = [.. Enumerable.Range(0, length).Select(i => Math.Cos(2 * Math.PI * i / length))],
            sines = [.. Enumerable.Range(0, length).Select(i => Math.Sin(2 * Math.PI * i / length))];
        for (int i = 0; i < windowLength; i++)
        {
            double weight = window.At(i, windowLength);
            int row = i + before;
            for (int k = 0; k < bins; k++)
            {
                int turn = (int)((long)row * k % length);
                real[row * bins + k] = (float)(weight * cosines[turn]);
                imaginary[row * bins + k] = (float)(-weight * sines[turn]);
            }
        }
        return (real, imaginary);
    }

    /// <summary>
    /// Triangles of the mel scale of HTK, (frequencies, bands), peak 1; frequency 0 has no weight. In single precision and in the order of
    /// Keras, because the slopes are small differences of large numbers.
    /// </summary>
    public static float[] Bands(int bands, int frequencies, int samplingRate, float lower, float upper)
    {
        float[] mels = [.. Steps(0, samplingRate / 2f, frequencies).Select(Mel)], edges = Steps(Mel(lower), Mel(upper), bands + 2);
        var weights = new float[frequencies * bands];
        for (int frequency = 1; frequency < frequencies; frequency++)
            for (int band = 0; band < bands; band++)
            {
                float rising = (mels[frequency] - edges[band]) / (edges[band + 1] - edges[band]),
                    falling = (edges[band + 2] - mels[frequency]) / (edges[band + 2] - edges[band + 1]);
                weights[frequency * bands + band] = Math.Max(0, Math.Min(rising, falling));
            }
        return weights;
    }

    private static float Mel(float hertz) => HighFrequency * MathF.Log(1 + hertz / BreakFrequency);

    // Both ends are exact.
    private static float[] Steps(float first, float last, int count)
    {
        float step = (last - first) / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => i < count / 2 ? first + step * i : last - step * (count - 1 - i))];
    }
}
