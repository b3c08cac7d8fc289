/**
 * Words that are frequent in a language and rare in the others of this table; those that several share (`de`, `in`) say
 * nothing and are left out.
 */
export const commonWords: Record<string, string> = {
  en: 'the and of to is are you your we our for with this that have has will be been not can please it was from they what which would there thank thanks',
  de: 'der die das und ist sind wir sie ihre ihr ihnen für mit nicht auch eine einen einem werden wird haben hat kann können bitte danke auf von dass wenn oder bei noch dies dieser dieses diese ein eines über aus zum zur ich sehr nur schon dem wurde wurden worden kein keine doch aber heute gestern morgen nach',
  fr: 'le les des est sont nous vous votre vos pour avec pas une dans sur être avoir cette qui aux merci mais nos plus ou où été ont avez très',
  es: 'el los las es son nosotros usted su sus para con una por gracias pero muy está están puede hemos ha este esta como más qué y también cuando sobre nuestro',
  it: 'il gli della delle è sono noi lei suo per con non una nel grazie ma molto più può abbiamo ha questo questa che anche come quando sul nostro degli dei',
  pt: 'os as dos das é são nós você seu sua para com não uma por obrigado obrigada mas muito está pode temos foi este esta como mais também quando em nosso ao pelo pela pelos pelas ontem amanhã hoje seus suas isso isto ele então já até estão depois num numa às meu minha',
  nl: 'het een van en is zijn wij u uw voor met niet ook worden wordt hebben heeft kan kunnen bedankt op dat als of bij nog deze naar onze je jouw dit maar om uit aan door zal zou meer wel geen ik mijn gisteren vandaag morgen omdat',
  pl: 'nie jest są się na do dla przez oraz ale jak czy może można proszę dziękujemy dziękuję pan pani nasz państwa które który będzie jeśli także po za od jutro wczoraj dzisiaj został została zostało twoja twój twoje nasza nasze',
  sv: 'mig få får upp ut in utan och att det den är som vi du din för med inte också ett har kan tack på av om eller när från till detta våra ni er blir ditt mitt mina dina hos mycket igår idag imorgon kommer jag vara varit blev kunde skulle eftersom där här',
  da: 'og ikke er til på med har også fra eller når kan skal vil jeg det den vi af blev bliver efter nu kun tak dig mig jer jeres din dit hvad meget uge hvis mere nogen noget vores mellem gennem igen kunne skulle være været hvor desværre vej tilbage spørgsmål besked op ud ind uden selv altid aldrig allerede beløb beløbet gøre gør får få giver flere beklager håber pakken pakke hos sendt modtaget venlig hilsen eftersom dem denne dette',
  no: 'og ikke er til på med har også fra eller når kan skal vil jeg det den vi av ble blir etter nå takk deg meg dere deres din ditt hva mye uke hvis mer noen noe våre vårt mellom gjennom igjen kunne skulle være vært dessverre vei tilbake spørsmål melding meldingen opp ut inn uten selv alltid aldri allerede beløp beløpet gjøre gjør får få gir flere beklager håper pakken pakke hvor hos sendt mottatt vennlig hilsen dem denne dette fordi oss',
  tr: 've bir bu için ile değil olarak daha çok gibi sizin bizim lütfen teşekkürler teşekkür ederiz var yok olan ne ancak veya sonra kadar her mi',
};
