import type { ModelOffer } from '../app-deps.js'
import type { FormValues } from '../web-pages.js'

/** Whether to see the price first, or to buy at once up to a limit. */
export function PriceChoice({ model: { name, isPriced }, values }: { readonly model: ModelOffer; readonly values: FormValues }) {
  return (
    <fieldset class="price-choice">
      <legend>Explanations by {name}</legend>
      <label class="check">
        <input type="radio" name="prose" value="true" checked={values.prose} /> Explain at once, at most
      </label>{' '}
      {isPriced ? (
        <label>
          $<input name="max_cost_usd" value={values.max_cost_usd} inputmode="decimal" size={6} autocomplete="off" aria-label="US dollars at most" />
        </label>
      ) : (
        <label>
          <input name="max_tokens" value={values.max_tokens} inputmode="numeric" size={9} autocomplete="off" aria-label="Tokens at most" /> tokens
        </label>
      )}
      <label class="check">
        <input type="radio" name="prose" value="false" checked={!values.prose} /> Free pages first; then I see the price and decide
      </label>
    </fieldset>
  )
}
